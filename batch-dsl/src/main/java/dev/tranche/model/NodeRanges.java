package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranges of nodes on top of each other. Of two with a node in common the one said later counts; AWS prefers the narrower.
 * So that both mean the same, ranges are cut until any two of them are apart or the later one lies inside the earlier.
 */
final class NodeRanges {
    private NodeRanges() {}

    /** Ranges with later ones on top of them. */
    static ImmutableList<NodeRange> layered(ImmutableList<NodeRange> earlier, ImmutableList<NodeRange> later) {
        List<NodeRange> all = List.of();
        for (NodeRange range :
                ImmutableList.<NodeRange>builder().addAll(earlier).addAll(later).build()) {
            all = with(range, all);
        }
        return ImmutableList.copyOf(all);
    }

    private static List<NodeRange> with(NodeRange range, List<NodeRange> below) {
        List<NodeRange> left = new ArrayList<>();
        for (NodeRange each : below) {
            each.under(range).ifPresent(left::add);
        }
        left.add(range);
        // what was cut can be as narrow now as what lies inside it
        List<NodeRange> seen = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            NodeRange each = left.get(i);
            if (left.subList(i + 1, left.size()).stream().noneMatch(later -> later.covers(each))) {
                seen.add(each);
            }
        }
        return seen;
    }

    /** In one chain a range that never counts is a mistake, most likely of the order. */
    static void reportHidden(List<NodeRange> said, Problems problems) {
        for (int later = 1; later < said.size(); later++) {
            NodeRange wide = said.get(later);
            for (NodeRange narrow : said.subList(0, later)) {
                problems.addIf(
                        wide.covers(narrow),
                        wide.path(),
                        "would hide " + narrow.path() + ", which were said before; say the wider range first");
            }
        }
    }
}
