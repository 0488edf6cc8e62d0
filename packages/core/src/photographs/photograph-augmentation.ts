/**
 * How a photograph is varied for training: torchvision's `RandomResizedCrop`, `RandomHorizontalFlip` and `ColorJitter`, in this order.
 * Left out: the values of the DisAlign paper's recipe for ImageNet-LT.
 */
export interface PhotographAugmentation {
  readonly kind: 'photograph';
  /** Least and largest share of the area that a crop takes. Default [0.08, 1]. */
  readonly area?: readonly [number, number];
  /** Least and largest width / height of a crop. Default [3/4, 4/3]. */
  readonly aspectRatio?: readonly [number, number];
  /** How often left and right are exchanged. Default 0.5. */
  readonly flip?: number;
  /** Each is changed by a factor in [1 - x, 1 + x], in an order that is drawn. Default 0.4. */
  readonly brightness?: number;
  readonly contrast?: number;
  readonly saturation?: number;
}
