package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.AuthConfig;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.DockerEnvironment.Pull;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many pulls there are, and which; no engine is there. */
class ImagesTest {
    private static final String AMD64 = "amd64";

    private final Registry registry = new Registry();
    private final Workers workers = new Workers("test", 1);
    private Images images = images(Pull.IF_MISSING);

    /** Pulls as it is told to. */
    public static final class Registry {
        final List<String> pulled = new ArrayList<>();
        final List<String> givenUp = new ArrayList<>();
        private final Map<String, ContainerEngine.Sink<ContainerEngine.PullStep>> underWay = new HashMap<>();
        private final Map<String, EngineImage> there = new HashMap<>();

        public String name() {
            return "test";
        }

        public synchronized Optional<EngineImage> image(String reference) {
            return Optional.ofNullable(there.get(reference));
        }

        public synchronized ContainerEngine.Stream pull(
                ImageReference image,
                Optional<String> platform,
                Optional<AuthConfig> credentials,
                ContainerEngine.Sink<ContainerEngine.PullStep> sink) {
            String name = image.repository() + ":" + image.tag();
            pulled.add(name);
            underWay.put(name, sink);
            return () -> {
                givenUp.add(name);
                underWay.remove(name);
                sink.ended(Optional.empty());
            };
        }

        synchronized void finish(String image) {
            there.put(image, new EngineImage("sha256:" + image, List.of(), AMD64, Optional.empty()));
            Objects.requireNonNull(underWay.remove(image)).ended(Optional.empty());
        }

        synchronized void fail(String image, RuntimeException failure) {
            Objects.requireNonNull(underWay.remove(image)).ended(Optional.of(failure));
        }

        ContainerEngine engine() {
            return (ContainerEngine) Proxy.newProxyInstance(
                    ContainerEngine.class.getClassLoader(),
                    new Class<?>[] {ContainerEngine.class},
                    (proxy, call, of) -> {
                        try {
                            return Registry.class
                                    .getMethod(call.getName(), call.getParameterTypes())
                                    .invoke(this, of);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    private Images images(Pull policy) {
        return new Images(registry.engine(), AMD64, policy, image -> Optional.empty(), workers, System::nanoTime);
    }

    @AfterEach
    void close() {
        images.close();
        workers.close();
    }

    @CanIgnoreReturnValue
    private Images.Wish wish(String image) {
        return images.wish(image, Optional.empty());
    }

    /** Until all that has been asked for so far is done, and what follows from it. */
    private void settle() throws Exception {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        workers.soon(Workers.Urgency.NEW, () -> done.complete(true));
        assertThat(done.get(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void no_more_than_the_most_are_pulled_at_a_time_and_each_that_ends_lets_the_next_begin() throws Exception {
        List<Images.Wish> wishes = List.of(wish("a:1"), wish("b:1"), wish("c:1"), wish("d:1"), wish("e:1"));
        settle();
        assertThat(Images.MOST_PULLS).isEqualTo(3);
        assertThat(registry.pulled).containsExactly("a:1", "b:1", "c:1");

        registry.finish("b:1");
        settle();
        assertThat(registry.pulled).containsExactly("a:1", "b:1", "c:1", "d:1");

        registry.fail("a:1", new IllegalStateException("broken"));
        settle();
        assertThat(registry.pulled).containsExactly("a:1", "b:1", "c:1", "d:1", "e:1");

        List.of("c:1", "d:1", "e:1").forEach(registry::finish);
        settle();
        assertThatThrownBy(() -> wishes.get(0).image().join())
                .isInstanceOf(CompletionException.class)
                .hasRootCauseMessage("CannotPullContainerError: a:1: broken");
        assertThat(wishes.subList(1, 5))
                .allSatisfy(wish -> assertThat(wish.image()).isCompleted());

        Images.Wish again = wish("a:1");
        settle();
        registry.finish("a:1");
        settle();
        assertThat(again.image()).isCompleted();
        assertThat(registry.pulled).hasSize(6);
    }

    @Test
    void an_image_is_pulled_once_for_all_who_wish_for_it_and_then_it_is_known() throws Exception {
        Images.Wish one = wish("a:1");
        Images.Wish other = wish("a:1");
        settle();
        registry.finish("a:1");
        settle();

        assertThat(one.image().join()).isEqualTo(other.image().join());
        assertThat(wish("a:1").image()).isCompleted();
        assertThat(registry.pulled).containsExactly("a:1");
    }

    @Test
    void a_wish_that_is_dropped_while_it_waits_is_never_pulled() throws Exception {
        List.of("a:1", "b:1", "c:1").forEach(this::wish);
        Images.Wish dropped = wish("d:1");
        settle();

        dropped.drop();
        List.of("a:1", "b:1", "c:1").forEach(registry::finish);
        settle();

        assertThat(registry.pulled).containsExactly("a:1", "b:1", "c:1");
    }

    @Test
    void a_pull_is_given_up_with_the_last_who_wished_for_it_and_begins_anew_with_the_next() throws Exception {
        Images.Wish one = wish("a:1");
        Images.Wish other = wish("a:1");
        settle();

        one.drop();
        assertThat(registry.givenUp).isEmpty();
        other.drop();
        assertThat(registry.givenUp).containsExactly("a:1");

        Images.Wish next = wish("a:1");
        settle();
        registry.finish("a:1");
        settle();
        assertThat(next.image()).isCompleted();
        assertThat(registry.pulled).containsExactly("a:1", "a:1");
    }

    @Test
    void a_close_gives_up_what_is_under_way_and_begins_nothing_that_waits() throws Exception {
        List.of("a:1", "b:1", "c:1", "d:1").forEach(this::wish);
        settle();

        images.close();
        settle();

        assertThat(registry.givenUp).containsExactlyInAnyOrder("a:1", "b:1", "c:1");
        assertThat(registry.pulled).containsExactly("a:1", "b:1", "c:1");
    }

    @Test
    void the_policy_says_whether_what_is_there_is_enough() throws Exception {
        wish("a:1");
        settle();
        registry.finish("a:1");
        settle();

        images = images(Pull.NEVER);
        Images.Wish there = wish("a:1");
        Images.Wish missing = wish("b:1");
        settle();
        assertThat(there.image()).isCompleted();
        assertThatThrownBy(() -> missing.image().join()).hasMessageContaining("b:1", "NEVER");
        assertThat(registry.pulled).containsExactly("a:1");

        images = images(Pull.ALWAYS);
        wish("a:1");
        settle();
        assertThat(registry.pulled).containsExactly("a:1", "a:1");
    }
}
