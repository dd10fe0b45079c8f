import { isFields } from './fields.ts';

/** Members of a JSON object by the types that they have to have. Each throws where a member is of another, or is not there. */
export interface FieldReader {
  text(name: string): string;
  flag(name: string): boolean;
  number(name: string): number;
  /** At least 0. */
  length(name: string): number;
  numbers(name: string): number[];
  texts(name: string): string[];
  textsByName(name: string): Readonly<Record<string, string>>;
  object(name: string): FieldReader;
  list(name: string): FieldReader[];
  has(name: string): boolean;
  /** The error of a member that is not what it has to be. */
  misfit(name: string, what: string): Error;
}

/** Longer than any list that is read so. */
const mostItems = 200_000;

/**
 * Reads JSON that others wrote and that has to have a form.
 * @param fault makes the error of what is wrong: `targets[0].name is not a text`
 * @param at the path of the value
 */
export function readFields(value: unknown, fault: (why: string) => Error, at = ''): FieldReader {
  const misfit = (name: string, what: string): Error => fault(`${at}${name} is not ${what}`);
  if (!isFields(value)) throw fault(`${at === '' ? 'it' : at.replace(/\.$/, '')} is not an object`);
  const checked = <T>(name: string, is: (member: unknown) => member is T, what: string): T => {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    if (!is(member)) throw misfit(name, what);
    return member;
  };
  const array = <T>(name: string, is: (member: unknown) => member is T, what: string): T[] =>
    checked(
      name,
      (it): it is T[] => Array.isArray(it) && it.length <= mostItems && it.every((one) => is(one)),
      what,
    );
  const object = (name: string): FieldReader =>
    readFields(checked(name, isFields, 'an object'), fault, `${at}${name}.`);
  return {
    text: (name) => checked(name, isText, 'a text'),
    flag: (name) => checked(name, isFlag, 'true or false'),
    number: (name) => checked(name, isNumber, 'a whole number'),
    length: (name) => checked(name, isLength, 'a length'),
    numbers: (name) => array(name, isNumber, 'a list of whole numbers'),
    texts: (name) => array(name, isText, 'a list of texts'),
    textsByName: (name) => checked(name, isTexts, 'an object of texts'),
    object,
    list: (name) =>
      array(name, isFields, 'a list of objects').map((item, index) =>
        readFields(item, fault, `${at}${name}[${index}].`),
      ),
    has: (name) => Object.hasOwn(value, name),
    misfit,
  };
}

/** Longer than any path. */
const mostCharacters = 4096;

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= mostCharacters;
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isNumber(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isLength(value: unknown): value is number {
  return isNumber(value) && value >= 0;
}

function isTexts(value: unknown): value is Record<string, string> {
  return isFields(value) && Object.values(value).every(isText);
}
