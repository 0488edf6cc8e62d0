import { mostlySharedConfig } from '../../vitest.shared.ts';

// They look at the memory of their process.
export default mostlySharedConfig(['src/**/*-memory.test.ts']);
