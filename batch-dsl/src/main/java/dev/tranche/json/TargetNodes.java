package dev.tranche.json;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code targetNodes}: a range like {@code 0:3}, with the last node in it; {@code :3} begins at 0, {@code 2:} goes to the end. */
record TargetNodes(int from, int to) {
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,5})?:([0-9]{1,5})?");

    static TargetNodes of(Node node, OptionalInt nodes) {
        Matcher range = RANGE.matcher(node.text());
        if (!range.matches() || (range.group(2) == null && nodes.isEmpty())) {
            throw node.refused("must be a range of nodes like 0:3: '" + node.text() + "'");
        }
        int from = range.group(1) == null ? 0 : Integer.parseInt(range.group(1));
        int to = range.group(2) == null ? nodes.orElse(0) - 1 : Integer.parseInt(range.group(2));
        return new TargetNodes(from, to);
    }

    boolean contains(int node) {
        return from <= node && node <= to;
    }

    boolean overlaps(TargetNodes other) {
        return from <= other.to && other.from <= to;
    }

    boolean isWiderThan(TargetNodes other) {
        return size() > other.size();
    }

    int size() {
        return to - from + 1;
    }

    @Override
    public String toString() {
        return from + ":" + to;
    }
}
