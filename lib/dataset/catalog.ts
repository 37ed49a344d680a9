/**
 * The family of MNIST: sets of 28×28 images that are known by name, and where they are published.
 *
 * The MD5 sums and the first address of each set are those that torchvision 0.29 lists in
 * `datasets/mnist.py`.
 *
 * @module
 */
import { DIGIT_CLASSES } from "./labeled_images.ts";

/** The two files of one set of images. */
export interface PairNames {
  /** Name of the gzipped IDX file of images. */
  readonly images: string;
  /** Name of the gzipped IDX file of labels. */
  readonly labels: string;
}

/** What is known beforehand about a set that is published as files. */
export interface PublishedSet {
  /** Its folder in the data folder. */
  readonly folder: string;
  /** Addresses that a file's name is appended to, tried in this order. */
  readonly mirrors: readonly string[];
  /** MD5 of each file as it is published. */
  readonly md5: Readonly<Record<string, string>>;
  /** The published file that is a ZIP archive of the others. */
  readonly archive?: string;
  /** The training files. */
  readonly train: PairNames;
  /** The test files. */
  readonly test: PairNames;
  /** Names of the labels 0, 1, …, or the file that maps labels to characters. */
  readonly classes: readonly string[] | { readonly mapping: string };
  /** Images lie column by column. */
  readonly transposed?: boolean;
}

const MNIST_PAIRS = {
  train: { images: "train-images-idx3-ubyte.gz", labels: "train-labels-idx1-ubyte.gz" },
  test: { images: "t10k-images-idx3-ubyte.gz", labels: "t10k-labels-idx1-ubyte.gz" },
};

/** EMNIST's three sets that hold what the family holds; all are members of one archive. */
function emnist(set: string): PublishedSet {
  const pair = (split: string) => ({
    images: `emnist-${set}-${split}-images-idx3-ubyte.gz`,
    labels: `emnist-${set}-${split}-labels-idx1-ubyte.gz`,
  });
  return {
    folder: "emnist",
    mirrors: [
      "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/",
      "https://biometrics.nist.gov/cs_links/EMNIST/",
    ],
    md5: { "gzip.zip": "58c8d27c78d21e728a6bc7b3cc06412e" },
    archive: "gzip.zip",
    train: pair("train"),
    test: pair("test"),
    classes: { mapping: `emnist-${set}-mapping.txt` },
    transposed: true,
  };
}

/** The sets by name; MNIST itself is not among them, it comes with the code. */
export const PUBLISHED_SETS: Readonly<Record<string, PublishedSet>> = {
  "fashion-mnist": {
    folder: "fashion-mnist",
    mirrors: ["http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"],
    md5: {
      "train-images-idx3-ubyte.gz": "8d4fb7e6c68d591d4c3dfef9ec88bf0d",
      "train-labels-idx1-ubyte.gz": "25c81989df183df01b3e8a0aad5dffbe",
      "t10k-images-idx3-ubyte.gz": "bef4ecab320f06d8554ea6380940ec79",
      "t10k-labels-idx1-ubyte.gz": "bb300cfdad3c16e7a12a480ee83cd310",
    },
    ...MNIST_PAIRS,
    classes: [
      "T-shirt/top",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Ankle boot",
    ],
  },
  "kmnist": {
    folder: "kmnist",
    mirrors: ["http://codh.rois.ac.jp/kmnist/dataset/kmnist/"],
    md5: {
      "train-images-idx3-ubyte.gz": "bdb82020997e1d708af4cf47b453dcf7",
      "train-labels-idx1-ubyte.gz": "e144d726b3acfaa3e44228e80efcd344",
      "t10k-images-idx3-ubyte.gz": "5c965bf0a639b31b8f53240b1b52f4d7",
      "t10k-labels-idx1-ubyte.gz": "7320c461ea6c1c855c0b718fb2a4b134",
    },
    ...MNIST_PAIRS,
    classes: ["お", "き", "す", "つ", "な", "は", "ま", "や", "れ", "を"],
  },
  "qmnist": {
    folder: "qmnist",
    mirrors: ["https://raw.githubusercontent.com/facebookresearch/qmnist/master/"],
    md5: {
      "qmnist-train-images-idx3-ubyte.gz": "ed72d4157d28c017586c42bc6afe6370",
      "qmnist-train-labels-idx2-int.gz": "0058f8dd561b90ffdd0f734c6a30e5e4",
      "qmnist-test-images-idx3-ubyte.gz": "1394631089c404de565df7b7aeaf9412",
      "qmnist-test-labels-idx2-int.gz": "5b5b05890a5e13444e108efe57b788aa",
    },
    train: {
      images: "qmnist-train-images-idx3-ubyte.gz",
      labels: "qmnist-train-labels-idx2-int.gz",
    },
    test: { images: "qmnist-test-images-idx3-ubyte.gz", labels: "qmnist-test-labels-idx2-int.gz" },
    classes: DIGIT_CLASSES,
  },
  "emnist-digits": emnist("digits"),
  "emnist-letters": emnist("letters"),
  "emnist-balanced": emnist("balanced"),
};
