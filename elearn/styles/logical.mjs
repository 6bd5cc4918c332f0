// Makes the built style sheet speak of start and end instead of left and right, so that it serves languages that are
// written from right to left too. Our own sources say so themselves; GOV.UK Frontend's do not.
import { readFileSync, writeFileSync } from "node:fs";

const [file] = process.argv.slice(2);
const SIDES = { left: "start", right: "end" };
const declaration = (name) => new RegExp(`(?<=[;{])${name}(?=:)`, "g");

const css = readFileSync(file, "utf8")
  .replace(declaration("(margin|padding|border)-(left|right)"), (_, what, side) => `${what}-inline-${SIDES[side]}`)
  .replace(declaration("border-(left|right)-(\\w+)"), (_, side, what) => `border-inline-${SIDES[side]}-${what}`)
  .replace(declaration("(left|right)"), (_, side) => `inset-inline-${SIDES[side]}`)
  .replace(/(?<=[;{](?:text-align|justify-content):)(left|right)/g, (side) => SIDES[side])
  .replace(/(?<=[;{]float:)(left|right)/g, (side) => `inline-${SIDES[side]}`)
  // As in margin: 1px 2px 3px 4px
  .replace(/(?<=[;{])(margin|padding):([^;}]+)/g, (whole, what, value) => {
    const parts = value.match(/(?:[^\s(]|\([^)]*\))+/g);
    if (parts.length !== 4 || parts[1] === parts[3]) return whole;
    const [top, right, bottom, left] = parts;
    return `${what}-block:${top === bottom ? top : `${top} ${bottom}`};${what}-inline:${left} ${right}`;
  });
writeFileSync(file, css);
