/* Reads images from stdin, writes probabilities to stdout and microseconds an image to stderr. */
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <time.h>
#include "model.h"

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define CLASSIFY JOIN(PREFIX, _classify)

int main(void) {
  static uint8_t image[784];
  float probabilities[256];
  double seconds = 0;
  long count = 0;
  while (fread(image, 1, sizeof image, stdin) == sizeof image) {
    struct timespec start, end;
    clock_gettime(CLOCK_MONOTONIC, &start);
    int answer = CLASSIFY(image, probabilities);
    clock_gettime(CLOCK_MONOTONIC, &end);
    seconds += (double)(end.tv_sec - start.tv_sec) + 1e-9 * (double)(end.tv_nsec - start.tv_nsec);
    count++;
    fwrite(&answer, sizeof answer, 1, stdout);
    fwrite(probabilities, sizeof *probabilities, CLASSES, stdout);
  }
  fprintf(stderr, "%.2f", 1e6 * seconds / (double)count);
  return 0;
}
