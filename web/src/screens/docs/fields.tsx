import { t } from "../../i18n";
import { limitsOf, type OpenApi, resolve, type Schema, typeOf } from "./openapi";
import { Prose } from "./prose";

// Deeper fields would need a screen of their own.
const deepest = 4;

interface FieldsProps {
  readonly api: OpenApi;
  readonly schema: Schema;
  readonly depth?: number;
}

/** The fields of a value, each with its type, its limits and its meaning. */
export function Fields({ api, schema, depth = 0 }: FieldsProps) {
  const known = resolve(api, schema);
  const list = known.items ? resolve(api, known.items) : known;
  const properties = Object.entries(list.properties ?? {});
  if (properties.length === 0) {
    return depth > 0 ? null : (
      <p lang="en">
        <code>{typeOf(api, schema)}</code> <span class="muted">{limitsOf(known)}</span>
      </p>
    );
  }
  return (
    <dl class="fields" lang="en">
      {properties.map(([name, property]) => (
        <Field
          key={name}
          api={api}
          name={name}
          schema={property}
          isRequired={list.required?.includes(name) ?? false}
          depth={depth}
        />
      ))}
    </dl>
  );
}

interface FieldProps extends FieldsProps {
  readonly name: string;
  readonly isRequired: boolean;
  readonly description?: string | undefined;
}

/** One field or parameter. */
export function Field({ api, name, schema, isRequired, description, depth = 0 }: FieldProps) {
  const known = resolve(api, schema);
  const inner = known.items ? resolve(api, known.items) : known;
  return (
    <div>
      <dt>
        <code>{name}</code> <span class="muted">{typeOf(api, schema)}</span> {isRequired && <small>{t("docs.required")}</small>}
      </dt>
      <dd>
        {(description ?? schema.description ?? known.description) && (
          <Prose text={description ?? schema.description ?? known.description ?? ""} />
        )}
        {limitsOf(known) && <small class="muted">{limitsOf(known)}</small>}
        {inner.properties && depth < deepest && (
          <details>
            <summary>{t("docs.fieldsOf", { name })}</summary>
            <Fields api={api} schema={inner} depth={depth + 1} />
          </details>
        )}
      </dd>
    </div>
  );
}
