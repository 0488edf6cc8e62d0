/** Where a convolution's window stands: every `stride` pixels, over an image with `padding` zeros on each of its sides. */
export interface ConvolutionWindow {
  readonly stride: number;
  readonly padding: number;
}
