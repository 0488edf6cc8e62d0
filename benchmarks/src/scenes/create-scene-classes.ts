import { createRandom } from '@disalign/core';
import type { SceneClass, SignClass, StuffRegion } from './scene-class.js';
import { textures } from './texture.js';

/** Classes that stand one after the other and look alike in size. */
export interface SceneClassGroup {
  readonly classes: number;
  /** How many of them are textures; all others are signs. */
  readonly stuff: number;
  readonly region: StuffRegion;
  readonly diameter: SignClass['diameter'];
}

/** Which classes are made. */
export interface SceneClassesOptions {
  readonly groups: readonly SceneClassGroup[];
  /** Of the glyph masters. */
  readonly characters: readonly string[];
  /** Draws which classes of a group are textures, and which texture or character each has. */
  readonly seed: number;
}

/**
 * Draws the looks of the classes of a set of scenes; no texture and no character stands for two of them.
 *
 * @returns [K], group after group
 * @throws RangeError when there are not as many textures or characters
 */
export function createSceneClasses({ groups, characters, seed }: SceneClassesOptions): SceneClass[] {
  const random = createRandom(seed);
  const textureOrder = random.shuffle([...textures]);
  const characterOrder = random.shuffle([...characters.keys()]);
  const take = <Look>(looks: Look[], what: string): Look => {
    const look = looks.shift();
    if (look === undefined)
      throw new RangeError(`createSceneClasses: \`groups\` must not ask for more ${what} than there are`);
    return look;
  };
  return groups.flatMap(({ classes, stuff, region, diameter }) => {
    const places = random.shuffle(Array.from({ length: classes }, (_, place) => place));
    const isStuff = new Set(places.slice(0, stuff));
    return Array.from({ length: classes }, (_, place): SceneClass => {
      if (isStuff.has(place)) {
        const texture = take(textureOrder, 'textures');
        return { kind: 'stuff', name: texture.name, texture, region };
      }
      const character = take(characterOrder, 'characters');
      return { kind: 'sign', name: `sign ${characters[character]}`, character, diameter };
    });
  });
}
