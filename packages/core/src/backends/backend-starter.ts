/** What the backends take at their start; each reads its own. */
export interface StartBackendOptions {
  /** webgpu: also take an adapter that computes on the processor, such as SwiftShader. Never taken by `auto`. Default false. */
  readonly allowSoftwareAdapter?: boolean;
  /** wasm: fused kernels that round the same on every machine, also where faster ones run. Default false. */
  readonly deterministic?: boolean;
  /**
   * wasm: where the `.wasm` files are, in a browser: a folder's URL that ends in `/`, or the URL of each file by its name.
   * Default: beside the script. Node finds them by itself.
   */
  readonly wasmPaths?: string | Readonly<Record<string, string>>;
}

export interface RunningBackend {
  /** What computes, for people to read. */
  readonly device: string;
  /** Frees the backend and every tensor on it. */
  readonly stop: () => Promise<void>;
}

/** Makes one backend the active one, or rejects with the reason why it cannot. */
export type BackendStarter = (options: StartBackendOptions) => Promise<RunningBackend>;
