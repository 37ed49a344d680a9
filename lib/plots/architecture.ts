/**
 * Networks drawn as in figure 2 of LeCun et al. 1998: stacks of feature maps, then columns of units.
 *
 * @module
 */
import * as Plot from "@observablehq/plot";
import { IMAGE_SIZE } from "../dataset/labeled_images.ts";
import { networkTitle } from "../model/registry.ts";
import {
  composeFigure,
  contentWidth,
  type Figure,
  type FigureOptions,
  type Panel,
} from "./figure.ts";
import { renderChart, renderLegend } from "./panel.ts";
import { MUTED_COLOR, PALETTE } from "./theme.ts";

/** A layer of a model's summary. */
export interface ArchitectureLayer {
  /** Name, such as "C1". */
  name: string;
  /** tfjs's class name, such as "Conv2D". */
  type: string;
  /** Output shape without the batch: `[height, width, maps]` or `[units]`. */
  outputShape: readonly number[];
  /** Side lengths of the kernel or of the pooling's window. */
  kernelSize?: readonly number[];
  /** Weights and biases of the layer. */
  parameters: number;
}

/** A layer as drawn; normalisation, activation and dropout belong to the layer they follow. */
interface Block {
  name: string;
  kind: keyof typeof KINDS;
  shape: readonly number[];
  kernelSize?: readonly number[];
  parameters: number;
}

interface Rectangle {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  color: string;
}

const KINDS = {
  input: { label: "input", color: MUTED_COLOR },
  convolution: { label: "convolution", color: PALETTE.blue },
  pooling: { label: "pooling", color: PALETTE.orange },
  dense: { label: "fully connected", color: PALETTE.green },
};
const KIND_OF_TYPE: Record<string, Block["kind"]> = {
  Conv2D: "convolution",
  MaxPooling2D: "pooling",
  AveragePooling2D: "pooling",
  Dense: "dense",
};
const HEIGHT_PX = 266;
const MIDDLE_PX = 100;
const PX_PER_PIXEL = 2.4;
const UNIT_HEIGHT_PX = 1.1;
const UNIT_COLUMN_PX = 14;
const STACK_OFFSET_PX = 3;
/** Of deeper stacks so many maps are drawn; captions give their number. */
const MOST_MAPS = 16;
const LARGEST_COLUMN_PX = 190;
/** Room for a layer's caption. */
const CAPTION_WIDTH_PX = 72;
/** By how much layers shrink at a time until a row of them fits. */
const SHRINK_STEP = 0.95;

/**
 * Draws a model's layers, feature maps to scale, with output shapes and parameter counts.
 *
 * @param layers Those of a sequential model, first layer first.
 * @param options `name` is the network's, such as "lenet5"; `inputShape` is `[height, width, channels]`.
 */
export function plotArchitecture(
  layers: readonly ArchitectureLayer[],
  options: FigureOptions & { name?: string; inputShape?: readonly number[] } = {},
): Figure {
  const { name, inputShape = [IMAGE_SIZE, IMAGE_SIZE, 1] } = options;
  const blocks = groupLayers(layers, inputShape);
  const total = blocks.reduce((sum, block) => sum + block.parameters, 0);
  const title = options.title ??
    `${name === undefined ? "Network" : networkTitle(name)}, ${
      total.toLocaleString("en")
    } parameters`;
  const rows = splitRows(blocks, contentWidth(options)).map((row) => [renderBlocks(row, options)]);
  const description = `${title}: ${
    blocks.map((block) => `${block.name} ${block.shape.join("×")}`).join(", ")
  }`;
  return composeFigure([[renderLegend(Object.values(KINDS))], ...rows], {
    subtitle:
      "Below each layer: its output shape, its parameters, and the size of its kernel or window.",
    ...options,
    title,
    description,
  });
}

/** Rows of about equally many layers, none wider than their captions allow. */
function splitRows(blocks: readonly Block[], width: number): Block[][] {
  const rowCount = Math.ceil(blocks.length * CAPTION_WIDTH_PX / width);
  const perRow = Math.ceil(blocks.length / rowCount);
  return Array.from(
    { length: rowCount },
    (_, row) => blocks.slice(row * perRow, (row + 1) * perRow),
  );
}

function renderBlocks(blocks: readonly Block[], options: FigureOptions): Panel {
  const width = contentWidth(options);
  const rectangles: Rectangle[] = [];
  const centers = placeBlocks(blocks, { width, rectangles });
  const caption = { x: (_: unknown, i: number) => centers[i], lineAnchor: "top" as const };
  return renderChart({
    width,
    height: HEIGHT_PX,
    margin: 0,
    axis: null,
    x: { domain: [0, width], range: [0, width] },
    y: { domain: [0, HEIGHT_PX], range: [0, HEIGHT_PX] },
    marks: [
      Plot.rect(rectangles, {
        x1: "x1",
        x2: "x2",
        y1: "y1",
        y2: "y2",
        fill: (rectangle: Rectangle) => rectangle.color,
        stroke: "#fff",
        strokeWidth: 0.8,
      }),
      Plot.text(blocks, { ...caption, y: HEIGHT_PX - 66, text: "name", fontWeight: 700 }),
      Plot.text(blocks, { ...caption, y: HEIGHT_PX - 49, text: describeShape }),
      Plot.text(blocks, {
        ...caption,
        y: HEIGHT_PX - 33,
        text: describeParameters,
        fill: MUTED_COLOR,
        fontSize: 11,
      }),
      Plot.text(blocks, {
        ...caption,
        y: HEIGHT_PX - 18,
        text: ({ kernelSize }: Block) => kernelSize?.join("×") ?? "",
        fill: MUTED_COLOR,
        fontSize: 11,
      }),
    ],
  }, options.document);
}

function groupLayers(layers: readonly ArchitectureLayer[], inputShape: readonly number[]): Block[] {
  const blocks: Block[] = [{ name: "input", kind: "input", shape: inputShape, parameters: 0 }];
  for (const { name, type, outputShape, kernelSize, parameters } of layers) {
    const kind = KIND_OF_TYPE[type];
    if (kind) blocks.push({ name, kind, shape: outputShape, kernelSize, parameters });
    else blocks[blocks.length - 1].parameters += parameters;
  }
  return blocks;
}

/** Fills `rectangles` and returns each block's horizontal centre. */
function placeBlocks(
  blocks: readonly Block[],
  { width, rectangles }: { width: number; rectangles: Rectangle[] },
): number[] {
  const outlines = outlineToFit(blocks, width);
  const columns = outlines.map(columnWidth);
  const gap = (width - columns.reduce((sum, column) => sum + column, 0)) / blocks.length;
  let x = gap / 2;
  return outlines.map((outline, i) => {
    const center = x + columns[i] / 2;
    const left = center - outline.width / 2;
    for (const { x1, x2, ...rest } of outline.rectangles) {
      rectangles.push({ x1: left + x1, x2: left + x2, ...rest });
    }
    x += columns[i] + gap;
    return center;
  });
}

interface Outline {
  width: number;
  rectangles: Rectangle[];
}

function columnWidth(outline: Outline): number {
  return Math.max(outline.width, CAPTION_WIDTH_PX);
}

/** Outlines at the largest scale, 1 at most, at which they fit side by side. */
function outlineToFit(blocks: readonly Block[], width: number): Outline[] {
  for (let scale = 1;; scale *= SHRINK_STEP) {
    const outlines = blocks.map((block) => outlineBlock(block, scale));
    const total = outlines.reduce((sum, outline) => sum + columnWidth(outline), 0);
    if (total <= width || outlines.every((outline) => outline.width <= CAPTION_WIDTH_PX)) {
      return outlines;
    }
  }
}

function outlineBlock(block: Block, scale: number): Outline {
  const color = KINDS[block.kind].color;
  const isStack = block.shape.length === 3;
  const [height, width] = isStack
    ? [block.shape[0] * PX_PER_PIXEL * scale, block.shape[1] * PX_PER_PIXEL * scale]
    : [Math.min(LARGEST_COLUMN_PX, block.shape[0] * UNIT_HEIGHT_PX + 12), UNIT_COLUMN_PX];
  const copies = isStack ? Math.min(MOST_MAPS, block.shape[2]) : 1;
  const offset = STACK_OFFSET_PX * scale, spread = (copies - 1) * offset;
  const top = MIDDLE_PX - (height + spread) / 2;
  const rectangles = Array.from({ length: copies }, (_, i) => ({
    x1: i * offset,
    x2: i * offset + width,
    y1: top + i * offset,
    y2: top + i * offset + height,
    color,
  }));
  return { width: width + spread, rectangles };
}

function describeShape({ shape }: Block): string {
  return shape.length === 3 ? `${shape[2]} @ ${shape[0]}×${shape[1]}` : `${shape[0]} units`;
}

function describeParameters({ parameters }: Block): string {
  return parameters === 0 ? "" : parameters.toLocaleString("en");
}
