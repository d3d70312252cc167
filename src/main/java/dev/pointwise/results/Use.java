package dev.pointwise.results;

/**
 * Where a case occurs: a row of a network's table.
 *
 * @param network the network's name
 * @param batch images per run; 0 where each layer brings its own
 * @param fuse as which the network is run
 * @param layer the layer's name, or those of siblings
 * @param repeat how many such layers the network has
 * @param index the row, from 0 on
 * @param rows how many rows the network's table has
 */
public record Use(
    String network, int batch, Fuse fuse, String layer, int repeat, int index, int rows) {}
