package dev.tranche.runtime.ec2;

import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.ManagedEnvironment.Purchase;
import dev.tranche.runtime.spi.HostType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;

/** What an environment can be given: its types, with what they have, what they cost and what they start from. */
final class Offers {
    private static final long PERCENT = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Offers.class);

    private final ManagedEnvironment environment;
    private final String region;
    private final PriceTable prices;
    private final InstanceTypes types;
    private final MachineImages images;

    private Offers(
            ManagedEnvironment environment,
            String region,
            PriceTable prices,
            InstanceTypes types,
            MachineImages images) {
        this.environment = environment;
        this.region = region;
        this.prices = prices;
        this.types = types;
        this.images = images;
    }

    static Offers of(ManagedEnvironment environment, PriceTable prices, AwsAccess.Connection connection) {
        String region = connection.region().id();
        AwsClients clients = connection.clients();
        Calls calls = connection.calls();
        return new Offers(
                environment,
                region,
                prices,
                new InstanceTypes(clients.ec2(), calls, region),
                new MachineImages(environment.imageId(), clients, calls));
    }

    /**
     * Asks AWS for all that the environment names.
     *
     * @return by their names, in the order in which they are named
     * @throws MisfitException if something is named that is not there, has no price, or is larger than the environment may be
     * @throws SdkException if AWS does not say
     */
    Map<String, Offer> find() throws InterruptedException {
        if (!prices.knows(region)) {
            throw new MisfitException("no prices are known in " + region
                    + "; give a table of them with Ec2Backend.factory().prices(file)");
        }
        boolean spot = environment.purchase() == Purchase.SPOT;
        Map<String, Offer> offers = new LinkedHashMap<>();
        List<String> withoutPrice = new ArrayList<>();
        for (DescribedType type : types.named(environment.instanceTypes(), spot)) {
            OptionalLong price = prices.microDollars(region, type.name());
            if (price.isEmpty()) {
                withoutPrice.add(type.name());
            } else if (type.vcpus() <= environment.maxVcpus()) {
                offers.put(type.name(), offer(type, price.getAsLong()));
            }
        }
        refuseUnlessPriced(withoutPrice);
        if (offers.isEmpty()) {
            throw new MisfitException("maxVcpus(" + environment.maxVcpus()
                    + ") is less than any of the instance types has; allow more, or name smaller types");
        }
        return offers;
    }

    /** A type that is named must have a price; of a family it is enough that some have. */
    private void refuseUnlessPriced(List<String> withoutPrice) {
        List<String> named = withoutPrice.stream()
                .filter(environment.instanceTypes()::contains)
                .toList();
        if (!named.isEmpty()) {
            throw new MisfitException("no price is known of " + String.join(", ", named) + " in " + region
                    + "; give a table with it with Ec2Backend.factory().prices(file)");
        }
        if (!withoutPrice.isEmpty()) {
            LOG.debug("environment {}: without a known price, so left out: {}", environment.name(), withoutPrice);
        }
    }

    private Offer offer(DescribedType type, long price) throws InterruptedException {
        long most = price * environment.bidPercentage().orElse((int) PERCENT) / PERCENT;
        String image = images.of(type);
        return new Offer(type, image, new HostType(type.name(), Instances.capacity(type.cautious()), most, image));
    }
}
