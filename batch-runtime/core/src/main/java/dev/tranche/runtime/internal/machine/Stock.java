package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Consumables;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.State;
import org.jspecify.annotations.Nullable;

/**
 * Takes consumable resources in with the first job that names them, and changes how many there are. Two resources of one
 * name are the same, so they must have been declared alike.
 */
final class Stock {
    private final Consumables consumables;
    private final Outcomes out;

    Stock(State state, Outcomes out) {
        this.consumables = state.consumables;
        this.out = out;
    }

    /** Why a job can never have what it takes, or null. */
    @Nullable
    String refusal(JobSpec spec) {
        for (Consumption each : spec.consumes()) {
            String conflict = conflict(each);
            int resource = consumables.find(each.resource());
            long total = resource == NONE ? each.total() : consumables.total(resource);
            if (conflict != null) {
                return conflict;
            }
            if (each.quantity() > total) {
                return "takes " + each.quantity() + " of consumable resource " + each.resource()
                        + ", of which there are " + total;
            }
        }
        return null;
    }

    /** Makes the resources known that a spec names. */
    void register(JobSpec spec) {
        for (Consumption each : spec.consumes()) {
            register(each);
        }
    }

    private void register(Consumption declared) {
        if (consumables.find(declared.resource()) == NONE) {
            out.consumableAdded(consumables.size(), declared.resource(), declared.total(), declared.replenishable());
        }
    }

    /**
     * Changes how many there are.
     *
     * @param declared the resource as its user knows it, and how many to set, add or remove
     * @return why not, or null
     */
    @Nullable
    String change(Consumption declared, StockChange change) {
        String conflict = conflict(declared);
        int known = consumables.find(declared.resource());
        long total = known == NONE ? declared.total() : consumables.total(known);
        long quantity = declared.quantity();
        if (conflict != null) {
            return conflict;
        }
        if (change == StockChange.REMOVE && quantity > total) {
            return "cannot remove " + quantity + " of consumable resource " + declared.resource()
                    + ", of which there are " + total;
        }
        if (change == StockChange.ADD && total > Long.MAX_VALUE - quantity) {
            return "cannot add " + quantity + " to the " + total + " of consumable resource " + declared.resource()
                    + ": that is more than can be counted";
        }
        register(declared);
        long next = switch (change) {
            case SET -> quantity;
            case ADD -> total + quantity;
            case REMOVE -> total - quantity;
        };
        if (next != total) {
            out.consumableResized(consumables.find(declared.resource()), next);
        }
        return null;
    }

    private @Nullable String conflict(Consumption said) {
        int resource = consumables.find(said.resource());
        boolean alike = resource == NONE
                || (consumables.declared(resource) == said.total()
                        && consumables.isReplenishable(resource) == said.replenishable());
        return alike
                ? null
                : "consumable resource " + said.resource() + " is " + describe(said.total(), said.replenishable())
                        + " here, and was "
                        + describe(consumables.declared(resource), consumables.isReplenishable(resource))
                        + " where it was first named; use one value, and change the quantity of a running system through its"
                        + " runtime";
    }

    private static String describe(long total, boolean replenishable) {
        return total + (replenishable ? " replenishable" : " not replenishable");
    }
}
