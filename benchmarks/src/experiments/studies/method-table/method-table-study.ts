import { methodTable } from '@disalign/core';
import type { Column } from '@disalign/report';
import type { Study } from '../study.js';

/** The structural comparison of the methods (paper Table 2), made from the facts that stand beside each method's code. */
export const methodTableStudy: Study = {
  title: 'What the methods are (paper Table 2)',
  requests: [],
  report({ subject }) {
    const { classes, featureSize, key, title } = subject;
    const { columns: headings, rows } = methodTable({ classes, featureSize });
    const columns = headings.map((heading, i): Column => ({ key: `column-${i}`, heading }));
    const table = {
      name: `method-table-${key}`,
      caption: `The methods, and how many numbers each trains on ${title}. z: logits, x: features, w: weights of the head, r: class frequencies.`,
      columns,
      rows: rows.map((row) => Object.fromEntries(row.map((cell, i) => [columns[i].key, cell]))),
    };
    const section = {
      heading: 'What the methods are (paper Table 2)',
      paragraphs: [
        "Made from the facts that stand beside each method's code. The exact rows of the printed table could not be obtained; " +
          "the forms are those of each method's own paper.",
      ],
      charts: [],
      tables: [table],
    };
    return {
      summary: [`${rows.length} methods, with K = ${classes} classes and D = ${featureSize} features.`],
      sections: [section],
    };
  },
};
