/**
 * Reference numbers of PyTorch; make_references.py says how they were made.
 *
 * @module
 */
import references from "./torch.json" with { type: "json" };

export { references };
