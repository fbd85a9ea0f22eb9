package dev.tranche.runtime;

import dev.tranche.model.ConsumableResource;
import dev.tranche.runtime.internal.machine.StockChange;
import dev.tranche.runtime.internal.state.Consumables;
import dev.tranche.runtime.internal.state.Consumption;

/** The handle of a consumable resource. */
final class LiveConsumable implements ConsumableHandle {
    private final ConsumableResource resource;
    private final Door door;

    LiveConsumable(ConsumableResource resource, Door door) {
        this.resource = resource;
        this.door = door;
    }

    @Override
    public String name() {
        return resource.name();
    }

    @Override
    public ConsumableUse describe() {
        ConsumableUse declared = new ConsumableUse(resource.totalQuantity(), 0);
        return door.ask("describe", machine -> {
            Consumables all = machine.state().consumables;
            int known = all.find(name());
            return known < 0 ? declared : new ConsumableUse(all.total(known), all.inUse(known));
        });
    }

    @Override
    public void set(long quantity) {
        change(StockChange.SET, quantity);
    }

    @Override
    public void add(long quantity) {
        change(StockChange.ADD, quantity);
    }

    @Override
    public void remove(long quantity) {
        change(StockChange.REMOVE, quantity);
    }

    private void change(StockChange change, long quantity) {
        if (quantity < 0) {
            throw new IllegalArgumentException("quantity of " + name() + " must not be negative: " + quantity);
        }
        Consumption declared = new Consumption(name(), resource.totalQuantity(), resource.replenishable(), quantity);
        door.change("change of consumable resource " + name(), machine -> machine.changeStock(declared, change));
    }

    /** Prints the name. */
    @Override
    public String toString() {
        return "consumable resource " + name();
    }
}
