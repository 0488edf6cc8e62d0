import { describe, expect, it } from 'vitest';
import { groundTruthFromJson } from './ground-truth-from-json.js';

describe('groundTruthFromJson', () => {
  it('says where pictures lie: by their name, else by the end of their URL, else not', () => {
    const size = { height: 4, width: 6 };
    const url = 'http://images.cocodataset.org/train2017/000000391895.jpg';
    const images = [
      { id: 4, ...size, file_name: 'shop/1.jpg', coco_url: url },
      { id: 3, ...size, coco_url: url },
      { id: 2, ...size, file_name: '', coco_url: url },
      { id: 1, ...size, coco_url: '' },
    ];
    const truth = groundTruthFromJson({ images, annotations: [], categories: [] }, { format: 'coco' });
    expect(truth.images.files).toEqual([
      null,
      'train2017/000000391895.jpg',
      'train2017/000000391895.jpg',
      'shop/1.jpg',
    ]);
  });
});
