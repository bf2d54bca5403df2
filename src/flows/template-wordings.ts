import { carrierName, numberTemplate, type RenderedTemplate, type Template } from './template.ts';

/** One language of a template in the carrier's terms: places numbered, a sample for each number. */
export interface NumberedWording extends RenderedTemplate {
  readonly name: string;
  readonly language: string;
  readonly category: string;
  readonly samples: Readonly<Record<string, string>>;
  /** Pinned in the file. */
  readonly contentSid?: string;
}

/** Every language of a template as the carrier is told of it. */
export function templateWordings(template: Template): readonly NumberedWording[] {
  return Object.entries(template.languages).flatMap(([language, { contentSid }]) => {
    const numbered = numberTemplate(template, language);
    if (!numbered) return [];
    return [{ name: carrierName(template), language, category: template.category, ...numbered, ...(contentSid && { contentSid }) }];
  });
}
