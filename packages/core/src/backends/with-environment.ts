/** Runs `task` with environment variables for native libraries; one that the user has set stays as it is. Node only. */
export async function withEnvironment<T>(
  variables: Readonly<Record<string, string>>,
  task: () => Promise<T>,
): Promise<T> {
  const added = Object.entries(variables).filter(([name]) => process.env[name] === undefined);
  for (const [name, value] of added) process.env[name] = value;
  try {
    return await task();
  } finally {
    for (const [name] of added) Reflect.deleteProperty(process.env, name);
  }
}
