/** How a batch runs: the public door, the scheduler behind it, and what a backend has to provide. */
module dev.tranche.runtime {
    requires transitive dev.tranche.dsl;
    requires org.slf4j;
    requires org.jctools.core;
    requires java.sql;

    uses dev.tranche.runtime.spi.BackendFactory;

    exports dev.tranche.runtime;
    exports dev.tranche.runtime.report;
    exports dev.tranche.runtime.simulation;
    exports dev.tranche.runtime.spi;
    exports dev.tranche.runtime.spi.files;
}
