import type { z } from 'zod';
import { columnOf, kindOf, labelOf } from './columns';
import { choicesFrom, type FormSchema } from './schemas';
import { type AdminType, type Row, referredType } from './types';

/** Fields of a form from the schema that checks it, and values to and from the text that a form holds. Pure. */
export type FieldKind =
  | 'line'
  | 'text'
  | 'html'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'instant'
  | 'reference'
  | 'words'
  | 'json';
export type Field = {
  name: string;
  label: string;
  kind: FieldKind;
  isRequired: boolean;
  choices?: { value: string; label: string }[];
  /** The type whose record is named by its id. */
  refersTo?: string;
  /** How many characters at most. */
  most?: number;
  hint?: string;
};
/** What a form holds, by field name; a box that is not ticked is not there. */
export type Given = Record<string, string>;

export function fieldsOf(type: AdminType, schema: FormSchema): Field[] {
  return Object.entries(schema.shape).flatMap(([name, part]) => {
    const { inner, most } = unwrapped(part);
    const configured = choicesFrom.get(inner)?.();
    if (configured?.length === 0) return [];
    const refersTo = referredType(type, name)?.name;
    const kind = refersTo ? 'reference' : configured ? 'choice' : kindOfField(name, inner, most);
    return {
      name,
      label: type.words[name]?.label ?? labelOf(name),
      kind,
      isRequired: kind !== 'boolean' && !acceptsNothing(part),
      ...(kind === 'choice' ? { choices: configured?.map(asChoice) ?? choicesOf(inner) } : {}),
      ...(refersTo ? { refersTo } : {}),
      ...(most ? { most } : {}),
      ...hintFor(name, kind),
      ...worded(type, name, choicesOf(inner)),
    };
  });
}

/** What the type says about a field beyond its name. */
function worded(type: AdminType, name: string, choices: NonNullable<Field['choices']>): Partial<Field> {
  const words = type.words[name];
  return {
    ...(words?.hint ? { hint: words.hint } : {}),
    ...(words?.choices
      ? { choices: choices.map(({ value }) => ({ value, label: words.choices?.[value] ?? value })) }
      : {}),
  };
}

const hintFor = (name: string, kind: FieldKind): { hint?: string } => {
  const hint = name === 'domain' ? 'There the site is this newsroom alone.' : hints[kind];
  return hint ? { hint } : {};
};
const hints: Partial<Record<FieldKind, string>> = {
  words: 'One per line.',
  instant: 'In the time zone of the site.',
  json: 'As JSON.',
};

/** What a value is chosen from, where only the configuration says it; undefined: it is not. */
export const configuredChoices = (schema: z.ZodType): string[] | undefined =>
  choicesFrom.get(unwrapped(schema).inner)?.();

/** The values of a row as a form holds them. */
export function formValues(fields: Field[], row: Record<string, unknown>): Given {
  const values: Given = {};
  for (const field of fields) {
    const text = textOf(field, row[field.name]);
    if (text !== null) values[field.name] = text;
  }
  return values;
}

function textOf({ kind }: Field, value: unknown): string | null {
  if (kind === 'boolean') return value ? 'on' : null;
  if (value === null || value === undefined) return '';
  if (kind === 'instant') return localText(value as Date);
  if (kind === 'words') return (value as string[]).join('\n');
  if (kind === 'json') return JSON.stringify(value, null, 2);
  return String(value);
}

/**
 * The values that a form's texts mean, checked by the schema; or a sentence per field. `unchanged`: where a text is
 * that of a row, its value is taken, so that seconds which no form shows are not lost.
 */
export function valuesOf(
  schema: FormSchema,
  fields: Field[],
  given: Given,
  unchanged: Record<string, unknown> = {},
): { values: Record<string, unknown> } | { problems: Record<string, string> } {
  const input: Record<string, unknown> = {};
  const problems: Record<string, string> = {};
  const before = formValues(fields, unchanged);
  for (const field of fields) {
    const { name } = field;
    if (unchanged[name] !== undefined && (given[name] ?? null) === (before[name] ?? null)) {
      input[name] = unchanged[name];
      continue;
    }
    try {
      input[name] = parsedText(field, given[name]);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      problems[name] = error.message;
    }
    // Nothing was typed, and the schema knows what that means: null, "not given", or the empty text.
    if (input[name] === null && !schema.shape[name]!.safeParse(null).success) {
      const nothing = [undefined, ''].find((empty) => schema.shape[name]!.safeParse(empty).success);
      if (nothing === undefined && schema.shape[name]!.safeParse(undefined).success) delete input[name];
      else if (nothing !== undefined) input[name] = nothing;
      else problems[name] = 'Please fill this in.';
    }
  }
  const result = schema.safeParse(input);
  if (!result.success) {
    for (const { path, message } of result.error.issues)
      problems[String(path[0] ?? '')] ??= sentence(message);
  }
  return result.success && Object.keys(problems).length === 0 ? { values: result.data } : { problems };
}

function parsedText({ kind }: Field, text = ''): unknown {
  const trimmed = text.trim();
  switch (kind) {
    case 'boolean':
      return trimmed !== '' && trimmed !== 'off';
    case 'words':
      return text
        .split(/[\n\r]+/)
        .map((word) => word.trim())
        .filter(Boolean);
  }
  if (trimmed === '') return null;
  switch (kind) {
    case 'number':
    case 'reference':
      if (!/^-?\d+(\.\d+)?$/.test(trimmed)) throw new SyntaxError('This is not a number.');
      return Number(trimmed);
    case 'instant':
      return instantOf(trimmed);
    case 'json':
      try {
        return JSON.parse(trimmed);
      } catch (cause) {
        throw new SyntaxError(`This is not JSON: ${(cause as Error).message}`);
      }
    default:
      return text;
  }
}

/** 'YYYY-MM-DDTHH:mm' in the zone of the site's days. */
function instantOf(text: string): Date {
  const shape = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  const [year, month, day, hour, minute, second] = (shape?.slice(1) ?? []).map((part) => Number(part ?? 0));
  const date = shape ? new Date(year!, month! - 1, day, hour, minute, second) : null;
  // 30 February would be 2 March.
  if (!date || date.getMonth() !== month! - 1 || date.getDate() !== day)
    throw new SyntaxError('This is not a date and a time, such as 2026-11-24T09:30.');
  return date;
}

const two = (n: number) => String(n).padStart(2, '0');

function localText(date: Date): string {
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

const sentence = (message: string) => {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
};

type Def = {
  type: string;
  innerType?: z.ZodType;
  in?: z.ZodType;
  out?: z.ZodType;
  entries?: Record<string, string>;
};
const defOf = (schema: z.ZodType) => schema._zod.def as unknown as Def;

/** The schema beneath optional, nullable, defaults and transforms. */
function unwrapped(schema: z.ZodType): { inner: z.ZodType; most: number | null } {
  const { innerType, in: given, out } = defOf(schema);
  if (innerType) return unwrapped(innerType);
  if (given && out) {
    const [start, end] = [unwrapped(given), unwrapped(out)];
    return { inner: start.inner, most: end.most ?? start.most };
  }
  return { inner: schema, most: (schema as { maxLength?: number | null }).maxLength ?? null };
}

const acceptsNothing = (schema: z.ZodType): boolean =>
  ['', [], null, undefined].some((empty) => schema.safeParse(empty).success);

function kindOfField(name: string, inner: z.ZodType, most: number | null): FieldKind {
  switch (defOf(inner).type) {
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'date':
      return 'instant';
    case 'enum':
      return 'choice';
    case 'array':
      return defOf((inner as z.ZodArray<z.ZodType>).element).type === 'string' ? 'words' : 'json';
    case 'string':
      if (/html$/i.test(name)) return 'html';
      return most !== null && most <= 500 ? 'line' : 'text';
    default:
      return 'json';
  }
}

const asChoice = (value: string) => ({ value, label: value });
const choicesOf = (inner: z.ZodType) => Object.values(defOf(inner).entries ?? {}).map(asChoice);

/** A value of a column for people, in a history or a comparison. */
export function shownValue(type: AdminType, name: string, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const column = columnOf(type.table, name);
  if (column && kindOf(column) === 'date') return localText(new Date(value as string | Date));
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A row's values for a form: dates of JSON become Dates again. */
export function asRow(type: AdminType, values: Record<string, unknown>): Row {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const column = columnOf(type.table, name);
      return [
        name,
        column && kindOf(column) === 'date' && typeof value === 'string' ? new Date(value) : value,
      ];
    }),
  ) as Row;
}
