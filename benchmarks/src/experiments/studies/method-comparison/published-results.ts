import type { ComparedName } from '../../methods/compared-methods.js';

/** Test accuracies in percent, top-1. */
export interface PublishedAccuracy {
  readonly overall: number;
  readonly many: number;
  readonly medium: number;
  readonly few: number;
  /** Where it is printed. */
  readonly printedIn: string;
}

const kang = 'Kang et al., ICLR 2020';

/** What is printed for ImageNet-LT with a ResNeXt-50: another data set and another network than ours. */
export const printedResults: Partial<Readonly<Record<ComparedName, PublishedAccuracy>>> = {
  joint: { overall: 44.4, many: 65.9, medium: 37.5, few: 7.7, printedIn: kang },
  'ncm-cosine': { overall: 47.3, many: 56.6, medium: 45.3, few: 28.1, printedIn: kang },
  crt: { overall: 49.6, many: 61.8, medium: 46.2, few: 27.4, printedIn: kang },
  lws: { overall: 49.9, many: 60.2, medium: 47.2, few: 30.3, printedIn: kang },
  'tau-norm': { overall: 49.4, many: 59.1, medium: 46.9, few: 30.7, printedIn: kang },
  'balanced-softmax': { overall: 51.4, many: 62.2, medium: 48.8, few: 29.8, printedIn: 'ALA Loss, AAAI 2022' },
  'tde-style': { overall: 51.8, many: 62.7, medium: 48.8, few: 31.6, printedIn: 'Tang et al., NeurIPS 2020' },
  disalign: {
    overall: 52.6,
    many: 61.5,
    medium: 50.7,
    few: 33.1,
    printedIn: 'DisAlign, quoted in ALA Loss, AAAI 2022',
  },
};

const released = 'the released ResNeXt-50 of the authors';

/** What the authors' code reports of the networks they released, on ImageNet-LT. */
export const releasedResults: Partial<Readonly<Record<ComparedName, PublishedAccuracy>>> = {
  joint: { overall: 46.918, many: 68.223, medium: 40.388, few: 9.603, printedIn: released },
  disalign: { overall: 52.438, many: 61.439, medium: 50.53, few: 33.676, printedIn: released },
};
