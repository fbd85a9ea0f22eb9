/** What tests of batches and of backends need. */
module dev.tranche.testkit {
    requires transitive dev.tranche.runtime;
    requires transitive org.junit.jupiter.api;
    requires org.opentest4j;
    requires transitive org.assertj.core;

    exports dev.tranche.testkit;
}
