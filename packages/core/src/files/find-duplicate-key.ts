/**
 * First key that stands twice in one object of a JSON text, undefined where there is none.
 *
 * JSON.parse keeps the last of two equal keys without a word; two readers could then see two different files.
 *
 * @param json text that JSON.parse has accepted
 */
export function findDuplicateKey(json: string): string | undefined {
  const open: (Set<string> | undefined)[] = []; // the keys so far of each open object; undefined for an array
  for (let at = 0; at < json.length; at++) {
    const character = json[at];
    if (character === '{') open.push(new Set());
    else if (character === '[') open.push(undefined);
    else if (character === '}' || character === ']') open.pop();
    else if (character === '"') {
      const end = endOfString(json, at);
      const keys = open.at(-1);
      if (keys !== undefined && isFollowedByColon(json, end)) {
        const key = JSON.parse(json.slice(at, end)) as string; // "a" and "\u0061" are one key
        if (keys.has(key)) return key;
        keys.add(key);
      }
      at = end - 1;
    }
  }
  return undefined;
}

/** Index behind the closing quote of the string that opens at `start`. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** In valid JSON a string inside an object is a key where a colon follows. */
function isFollowedByColon(json: string, at: number): boolean {
  while (' \t\r\n'.includes(json[at])) at++;
  return json[at] === ':';
}
