import { z } from 'zod';
import { chartSchema } from './chart.js';
import { fileStemSchema } from './file-stem.js';
import { tableSchema } from './table.js';

/** What the numbers of a report were made with. */
export const reportMetadataSchema = z.strictObject({
  /** ISO 8601. */
  date: z.iso.datetime(),
  /** What was typed. */
  command: z.string().min(1).optional(),
  machine: z.string().min(1).optional(),
  /** Of the tensors, and its device. */
  backend: z.string().min(1).optional(),
  /** Version by package or program. */
  versions: z.record(z.string(), z.string()),
  commit: z.string().min(1).optional(),
  /** Lists of seeds by what they seed. */
  seeds: z.record(z.string(), z.array(z.int())).optional(),
  /** Facts of the data by name: number of classes, of test images, which split chose what. */
  data: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
/** What the numbers of a report were made with. See {@link reportMetadataSchema}. */
export type ReportMetadata = z.output<typeof reportMetadataSchema>;

/** A part of a report: its text, then its charts, its tables and its notes. Texts are plain; what stands between backticks is code. */
export const sectionSchema = z.strictObject({
  heading: z.string().min(1),
  paragraphs: z.array(z.string().min(1)),
  charts: z.array(chartSchema),
  tables: z.array(tableSchema),
  /** The items of a list at the end. */
  notes: z.array(z.string().min(1)).optional(),
});
/** A part of a report. See {@link sectionSchema}. */
export type Section = z.output<typeof sectionSchema>;

/** A report as plain data, ready for JSON. */
export const reportSchema = z
  .strictObject({
    name: fileStemSchema,
    title: z.string().min(1),
    /** Under the title. */
    summary: z.array(z.string().min(1)),
    sections: z.array(sectionSchema),
    metadata: reportMetadataSchema,
  })
  .superRefine(({ sections }, context) => {
    for (const kind of ['tables', 'charts'] as const) {
      const seen = new Set<string>();
      for (const [index, section] of sections.entries()) {
        for (const [place, { name }] of section[kind].entries()) {
          const path = ['sections', index, kind, place, 'name'];
          if (seen.has(name)) context.addIssue({ code: 'custom', path, message: `must occur once, got ${name} again` });
          seen.add(name);
        }
      }
    }
  });
/** A report. See {@link reportSchema}. */
export type Report = z.output<typeof reportSchema>;
