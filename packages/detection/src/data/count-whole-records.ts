/** How many values of a list without its brackets stand before the first that is no JSON: the place of an error. */
export function countWholeRecords(text: string): number {
  let whole = 0;
  let last = 0;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') {
      inString = true;
    } else if (character === '{' || character === '[') {
      depth++;
    } else if (character === '}' || character === ']') {
      depth--;
    } else if (character === ',' && depth === 0) {
      if (!isJson(text.slice(last, at))) return whole;
      whole++;
      last = at + 1;
    }
  }
  return whole;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
