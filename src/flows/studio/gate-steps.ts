/** What is looked at before a flow is published, in this order. */
export const GATE_STEPS = ['draft', 'shape', 'problems', 'templates', 'cases'] as const;
