/**
 * The same object, but asking it for something that is not there throws by name, so that a missing API is seen at once and not as
 * an undefined value much later. Names beginning with an underscore are Node's own.
 */
export function named<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, property, receiver) {
      const isProbe =
        typeof property === "symbol" ||
        property.startsWith("_") ||
        property === "then" ||
        property === "toJSON" ||
        property === "domain";
      if (!isProbe && !(property in object)) throw new Error(`electronHost: ${name}.${property} is not implemented`);
      return Reflect.get(object, property, receiver);
    },
  });
}
