import {
  Badge,
  Button,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  Paper,
  Table,
  Tooltip,
  type VariantColorsResolver,
} from '@mantine/core';

const relevo: MantineColorsTuple = [
  '#e8f7f5',
  '#d3ebe7',
  '#a6d6cf',
  '#76c0b6',
  '#4fada1',
  '#379f92',
  '#2a9286',
  '#1a7b70',
  '#0b6e64',
  '#005a51',
];

/** As Mantine has it, with darker (or, in the dark, lighter) text on tinted grounds: 4.5 to 1 in every colour. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  if (input.variant !== 'light' || !input.color) return colors;
  const shade = (step: number) => `var(--mantine-color-${input.color}-${step})`;
  return { ...colors, color: `light-dark(color-mix(in srgb, ${shade(9)} 55%, #000), ${shade(2)})` };
};

/** The look of every page: dense, calm, one accent; contrast is chosen for text, not for fashion. */
export const theme = createTheme({
  primaryColor: 'relevo',
  colors: { relevo },
  primaryShade: { light: 8, dark: 7 },
  variantColorResolver,
  autoContrast: true,
  respectReducedMotion: true,
  luminanceThreshold: 0.32,
  fontFamily: 'system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.25rem', xl: '2rem' },
  defaultRadius: 'md',
  headings: { fontWeight: '650', sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1rem' }, h3: { fontSize: '0.875rem' } } },
  focusRing: 'auto',
  cursorType: 'pointer',
  components: {
    Badge: Badge.extend({ defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 600, miw: 'max-content' } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Paper: Paper.extend({ defaultProps: { withBorder: true, p: 'md' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 'xs', horizontalSpacing: 'sm' } }),
    Tooltip: Tooltip.extend({ defaultProps: { events: { hover: true, focus: true, touch: true }, openDelay: 300 } }),
  },
});
