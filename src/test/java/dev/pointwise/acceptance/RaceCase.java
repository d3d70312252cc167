package dev.pointwise.acceptance;

import dev.pointwise.bench.LayerCase;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One case with the fastest figure of each who computed the whole layer.
 *
 * @param layer the case
 * @param own Pointwise's figure
 * @param plan what Pointwise chose to run; empty if it did not say
 * @param fp8 Pointwise's figure of the same layer in FP8; empty if there is none
 * @param peers the others' figures
 */
record RaceCase(LayerCase layer, Time own, String plan, Optional<Time> fp8, Map<Peer, Time> peers) {
  RaceCase {
    EnumMap<Peer, Time> copy = new EnumMap<>(Peer.class);
    copy.putAll(peers);
    peers = Collections.unmodifiableMap(copy);
  }

  /** The fastest peer. */
  Optional<Peer> best() {
    return peers.keySet().stream().min((a, b) -> Double.compare(seconds(a), seconds(b)));
  }

  private double seconds(Peer peer) {
    Time time = peers.get(peer);
    return time == null ? Double.NaN : time.seconds();
  }

  /** The fastest peer's time ÷ Pointwise's; NaN if there is no peer. */
  double ratio() {
    return best().map(this::ratio).orElse(Double.NaN);
  }

  /** A peer's time ÷ Pointwise's: above 1 where Pointwise is faster; NaN if it has none. */
  double ratio(Peer peer) {
    return seconds(peer) / own.seconds();
  }

  /** The time in this precision ÷ that in FP8; NaN if there is none. */
  double fp8Ratio() {
    return fp8.map(time -> own.seconds() / time.seconds()).orElse(Double.NaN);
  }

  /** Whether everyone has a figure who is to be compared with. */
  boolean complete() {
    return Stream.of(Peer.values()).filter(Peer::required).allMatch(peers::containsKey);
  }
}
