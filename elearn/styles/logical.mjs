// Turns what points left or right in the built stylesheet into what points to the start or end of a line, so that
// GOV.UK Frontend's parts and ours read right to left as well. Run by `npm run build`, after sass.
import { readFileSync, writeFileSync } from "node:fs";

const END = { left: "start", right: "end" };
const path = process.argv[2];
const css = readFileSync(path, "utf8")
  .replace(/(?<=[{;])(margin|padding|border)-(left|right)(?=[-:])/g, (_, what, side) => `${what}-inline-${END[side]}`)
  .replace(/(?<=[{;])(left|right)(?=:)/g, (side) => `inset-inline-${END[side]}`)
  .replace(/(?<=[{;]text-align:)(left|right)(?=[;}])/g, (side) => END[side])
  .replace(/(?<=[{;]justify-content:)(left|right)(?=[;}])/g, (side) => END[side])
  .replace(/(?<=[{;]float:)(left|right)(?=[;}])/g, (side) => `inline-${END[side]}`);
writeFileSync(path, css);
