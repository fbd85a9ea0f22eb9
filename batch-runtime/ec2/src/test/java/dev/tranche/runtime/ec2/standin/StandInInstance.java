package dev.tranche.runtime.ec2.standin;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An instance that a fleet launched. Its words are what happens to it. The lock of the state guards it. */
public final class StandInInstance {
    private static final Pattern CLUSTER = Pattern.compile("(?m)^ECS_CLUSTER=(\\S+)$");

    private final EcsState state;
    private final String id;
    private final StandInType type;
    private final String subnet;
    private final String zone;
    private final boolean spot;
    private final String image;
    private final String userData;
    private final Instant launchedAt;
    private final Map<String, String> tags = new LinkedHashMap<>();
    private @Nullable Instant endedAt;
    private @Nullable StandInHost host;

    /** @param userData as a machine that boots reads it */
    StandInInstance(
            EcsState state,
            String id,
            StandInType type,
            String subnet,
            String zone,
            boolean spot,
            String image,
            String userData) {
        this.state = state;
        this.id = id;
        this.type = type;
        this.subnet = subnet;
        this.zone = zone;
        this.spot = spot;
        this.image = image;
        this.userData = userData;
        this.launchedAt = state.clock().now();
    }

    public String id() {
        return id;
    }

    public String type() {
        return type.name();
    }

    public int vcpus() {
        return type.vcpus();
    }

    public String image() {
        return image;
    }

    public String userData() {
        return userData;
    }

    public Map<String, String> tags() {
        synchronized (state) {
            return Map.copyOf(tags);
        }
    }

    /** The value of a tag that it must have. */
    public String tag(String key) {
        String value = tags().get(key);
        if (value == null) {
            throw new AssertionError(id + " has no tag " + key + ": " + tags());
        }
        return value;
    }

    public boolean isSpot() {
        return spot;
    }

    /** What has become of it in its cluster, once it has joined. */
    public Optional<StandInHost> host() {
        synchronized (state) {
            return Optional.ofNullable(host);
        }
    }

    public boolean hasEnded() {
        synchronized (state) {
            return endedAt != null;
        }
    }

    /** Its agent has forgotten that it had joined, and does so again: ECS knows two container instances of it from then on. */
    public void joinAgain() {
        synchronized (state) {
            if (host != null) {
                host.disconnect();
                join(type.registersMib());
            }
        }
    }

    /** Spot: it is told that it ends in two minutes, and its agent drains it if it was told to. */
    public void notice() {
        synchronized (state) {
            if (host != null && userData.contains("ECS_ENABLE_SPOT_INSTANCE_DRAINING=true")) {
                host.drain();
            }
        }
    }

    /** It ends at once, with all that runs on it. */
    public void end() {
        StandInHost its;
        synchronized (state) {
            if (endedAt != null) {
                return;
            }
            endedAt = state.clock().now();
            its = host;
        }
        if (its != null) {
            its.terminate();
        }
    }

    // ---- under the lock of the state

    StandInType itsType() {
        return type;
    }

    String subnet() {
        return subnet;
    }

    Instant launchedAt() {
        return launchedAt;
    }

    boolean hasLivedAt(Instant time) {
        return !launchedAt.isAfter(time) && (endedAt == null || endedAt.isAfter(time));
    }

    Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    void tag(String key, String value) {
        tags.put(key, value);
    }

    /** It joins the cluster that its user data names, as another instance of ECS if it does so again. */
    void join(int memoryMib) {
        Matcher cluster = CLUSTER.matcher(userData);
        if (endedAt == null && cluster.find()) {
            state.find(cluster.group(1))
                    .ifPresent(found -> host = found.join(id, type.vcpus(), memoryMib, type.gpus()));
        }
    }

    private String stateName() {
        if (endedAt != null) {
            return "terminated";
        }
        return host == null ? "pending" : "running";
    }

    ObjectNode describe() {
        ObjectNode node = WireServer.JSON.createObjectNode();
        node.put("InstanceId", id)
                .put("ImageId", image)
                .put("InstanceType", type.name())
                .put("SubnetId", subnet)
                .put("LaunchTime", launchedAt.toEpochMilli() / 1e3);
        node.putObject("State")
                .put("Code", endedAt != null ? 48 : host == null ? 0 : 16)
                .put("Name", stateName());
        node.putObject("Placement").put("AvailabilityZone", zone);
        if (spot) {
            node.put("InstanceLifecycle", "spot");
        }
        ArrayNode all = node.putArray("Tags");
        tags.forEach((key, value) -> all.addObject().put("Key", key).put("Value", value));
        return node;
    }
}
