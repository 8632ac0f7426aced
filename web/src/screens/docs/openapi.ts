/** The parts of the API's description (OpenAPI 3.1) that the page reads. */
export interface OpenApi {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
    readonly license?: { readonly name: string; readonly url?: string };
  };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content?: Content };
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>;
  readonly security?: readonly unknown[];
}

export type Content = Readonly<Record<string, { readonly schema?: Schema; readonly example?: unknown }>>;

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly additionalProperties?: Schema | boolean;
}

/** An operation with its place. */
export interface Endpoint {
  /** Names it in the address of the page. */
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const methods = ["get", "post", "put", "patch", "delete"];

/** The operations by tag, in the order of the description. */
export function groupsOf(api: OpenApi): Map<string, Endpoint[]> {
  const groups = new Map<string, Endpoint[]>();
  for (const [path, operations] of Object.entries(api.paths)) {
    for (const method of methods) {
      const operation = operations[method];
      if (!operation) continue;
      const tag = operation.tags?.[0] ?? "";
      const id = operation.operationId ?? `${method}${path.replaceAll(/\W+/g, "-")}`;
      groups.set(tag, [...(groups.get(tag) ?? []), { id, method: method.toUpperCase(), path, operation }]);
    }
  }
  return groups;
}

/** The schema that a reference stands for; parts that together describe a value become one. */
export function resolve(api: OpenApi, schema: Schema): Schema {
  if (schema.$ref)
    return resolve(api, { ...api.components?.schemas?.[schema.$ref.split("/").at(-1) ?? ""], ...without(schema, "$ref") });
  const some = (schema.oneOf ?? schema.anyOf)?.filter((one) => one.type !== "null");
  if (some?.length === 1) return resolve(api, { ...some[0], ...without(without(schema, "oneOf"), "anyOf") });
  if (!schema.allOf) return schema;
  const parts = schema.allOf.map((part) => resolve(api, part));
  return {
    ...without(schema, "allOf"),
    type: "object",
    properties: Object.assign({}, ...parts.map((part) => part.properties), schema.properties) as Record<string, Schema>,
    required: [...parts.flatMap((part) => part.required ?? []), ...(schema.required ?? [])],
  };
}

function without(schema: Schema, key: keyof Schema): Schema {
  const { [key]: _, ...rest } = schema;
  return rest;
}

/** A type as people write it: "integer", "array of text", "text or null". */
export function typeOf(api: OpenApi, schema: Schema): string {
  const isNullable = (schema.oneOf ?? schema.anyOf)?.some((one) => one.type === "null") ?? false;
  const known = resolve(api, schema);
  const types = Array.isArray(known.type) ? (known.type as readonly string[]) : known.type ? [known.type as string] : [];
  const names = types.filter(
    (type) => type !== "null" && !(type === "string" && types.some((other) => other === "integer" || other === "number")),
  );
  const text =
    names.map((type) => (type === "array" && known.items ? `array of ${typeOf(api, known.items)}` : type)).join(" or ") || "any";
  return isNullable || types.includes("null") ? `${text} or null` : text;
}

// The largest number that a field can hold says nothing.
const largest = 2 ** 31 - 1;

/** The limits of a value, in short. */
export function limitsOf({ enum: choices, minimum, maximum, minLength, maxLength, maxItems, default: initial }: Schema): string {
  return [
    choices && choices.map(String).join(" | "),
    minimum !== undefined && maximum !== undefined && maximum < largest
      ? `${minimum} to ${maximum}`
      : minimum !== undefined
        ? `from ${minimum}`
        : maximum !== undefined && maximum < largest && `up to ${maximum}`,
    maxLength !== undefined && `${minLength ?? 0} to ${maxLength} characters`,
    maxItems !== undefined && `at most ${maxItems}`,
    initial !== undefined && initial !== null && `default ${JSON.stringify(initial)}`,
  ]
    .filter(Boolean)
    .join(", ");
}

/** A body to begin with: the example, or a value of every required field. */
export function sampleOf(api: OpenApi, schema: Schema, depth = 0): unknown {
  const known = resolve(api, schema);
  const type = Array.isArray(known.type) ? known.type[0] : known.type;
  if (known.enum) return known.enum[0];
  if (known.properties && depth < 4)
    return Object.fromEntries(
      (known.required ?? Object.keys(known.properties)).map((name) => [
        name,
        sampleOf(api, known.properties![name] ?? {}, depth + 1),
      ]),
    );
  if (type === "array") return known.items && depth < 4 ? [sampleOf(api, known.items, depth + 1)] : [];
  return type === "integer" || type === "number" ? (known.minimum ?? 1) : type === "boolean" ? false : "";
}
