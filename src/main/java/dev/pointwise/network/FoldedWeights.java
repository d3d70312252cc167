package dev.pointwise.network;

import dev.pointwise.spec.ConvSpec;
import dev.pointwise.tensor.ConvWeights;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The weights of the one layer that computes what two do, the first of which has no activation.
 * Computed in binary64 from both layers' binary32 weights, and rounded to binary32 once; slopes are
 * the second layer's.
 */
final class FoldedWeights {
  private final ConvSpec firstSpec;
  private final ConvSpec secondSpec;
  private final float[] first;
  private final float[] second;
  private final double @Nullable [] firstBias;
  private final ConvWeights secondWeights;

  FoldedWeights(Node.Conv first, Node.Conv second) {
    this.firstSpec = first.spec();
    this.secondSpec = second.spec();
    this.first = first.weights().weight();
    this.second = second.weights().weight();
    this.firstBias = widened(first.weights().bias());
    this.secondWeights = second.weights();
  }

  private static double @Nullable [] widened(float @Nullable [] values) {
    if (values == null) {
      return null;
    }
    double[] wide = new double[values.length];
    Arrays.setAll(wide, i -> values[i]);
    return wide;
  }

  /** W₂·W₁, both of one group. */
  ConvWeights product() {
    int columns = firstSpec.cIn();
    int inner = firstSpec.cOut();
    float[] product = new float[Math.multiplyExact(secondSpec.cOut(), columns)];
    double[] row = new double[columns];
    for (int o = 0; o < secondSpec.cOut(); o++) {
      Arrays.fill(row, 0);
      for (int m = 0; m < inner; m++) {
        double factor = second[o * inner + m];
        for (int c = 0; c < columns; c++) {
          row[c] += factor * first[m * columns + c];
        }
      }
      for (int c = 0; c < columns; c++) {
        product[o * columns + c] = (float) row[c];
      }
    }
    return dressed(product);
  }

  /** The rows of W₁, each times the second layer's scale of its channel. */
  ConvWeights scaledRows() {
    float[] scaled = new float[first.length];
    int length = firstSpec.groupIn();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) ((double) second[i / length] * first[i]);
    }
    return dressed(scaled);
  }

  /** The columns of W₂, each times the first layer's scale of its channel. */
  ConvWeights scaledColumns() {
    float[] scaled = new float[second.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = (float) ((double) first[channel(i)] * second[i]);
    }
    return dressed(scaled);
  }

  /** The input channel of the second layer that an element of W₂ belongs to. */
  private int channel(int element) {
    int length = secondSpec.groupIn();
    int group = element / length / secondSpec.groupOut();
    return group * length + element % length;
  }

  /** Those weights with the bias W₂·b₁ + b₂, if there is any, and the slopes. */
  private ConvWeights dressed(float[] weight) {
    ConvWeights folded = ConvWeights.of(weight);
    float[] bias = bias();
    float[] slope = secondWeights.slope();
    folded = bias == null ? folded : folded.bias(bias);
    return slope == null ? folded : folded.slope(slope);
  }

  private float @Nullable [] bias() {
    float[] own = secondWeights.bias();
    if (firstBias == null) {
      return own;
    }
    float[] bias = new float[secondSpec.cOut()];
    int length = secondSpec.groupIn();
    for (int o = 0; o < bias.length; o++) {
      double sum = own == null ? 0 : own[o];
      for (int c = 0; c < length; c++) {
        sum += second[o * length + c] * firstBias[channel(o * length + c)];
      }
      bias[o] = (float) sum;
    }
    return bias;
  }
}
