package dev.tranche.runtime.internal.inbox;

import java.util.ArrayDeque;

/** What a lane of cells has to look like to everybody: a queue. */
public class CellQueue {
    private final ArrayDeque<Integer> queue = new ArrayDeque<>();

    public void push(int number) {
        queue.add(number);
    }

    public int poll() {
        Integer number = queue.poll();
        return number == null ? 0 : number;
    }

    public boolean isEmpty() {
        return queue.isEmpty();
    }
}
