export * from "../../lib/image/stroke_program.ts";
