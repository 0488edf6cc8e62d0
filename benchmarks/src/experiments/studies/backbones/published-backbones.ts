import type { PublishedAccuracy } from '../method-comparison/published-results.js';

/** Of which at least the accuracy over all classes is printed. */
export type PrintedAccuracy = Pick<PublishedAccuracy, 'overall' | 'printedIn'> & Partial<PublishedAccuracy>;

/** What is printed of a backbone on ImageNet-LT. */
export interface PublishedBackbone {
  readonly backbone: string;
  readonly joint: PrintedAccuracy;
  /** With a linear head; null: no number was found. */
  readonly disalign: PrintedAccuracy | null;
}

const kang = 'Kang et al., ICLR 2020';
const quoted = 'DisAlign, quoted in ALA Loss, AAAI 2022';

/** ImageNet-LT, linear heads. The numbers of the paper's Fig. 4 for the deeper networks are not printed anywhere that we found. */
export const publishedBackbones: readonly PublishedBackbone[] = [
  {
    backbone: 'ResNet-50',
    joint: { overall: 41.6, many: 64.0, medium: 33.8, few: 5.8, printedIn: kang },
    disalign: { overall: 51.3, many: 59.9, medium: 49.9, few: 31.8, printedIn: quoted },
  },
  {
    backbone: 'ResNeXt-50',
    joint: { overall: 44.4, many: 65.9, medium: 37.5, few: 7.7, printedIn: kang },
    disalign: { overall: 52.6, many: 61.5, medium: 50.7, few: 33.1, printedIn: quoted },
  },
  { backbone: 'ResNet-101', joint: { overall: 44.2, printedIn: kang }, disalign: null },
  { backbone: 'ResNet-152', joint: { overall: 44.9, printedIn: kang }, disalign: null },
  { backbone: 'ResNeXt-101', joint: { overall: 44.8, printedIn: kang }, disalign: null },
  { backbone: 'ResNeXt-152', joint: { overall: 47.8, printedIn: kang }, disalign: null },
];
