/** Runs jobs as processes of this machine. */
@SuppressWarnings("requires-automatic") // JNA has a module name but no descriptor
module dev.tranche.runtime.local {
    requires transitive dev.tranche.runtime;
    requires com.sun.jna;
    requires jdk.management;
    requires org.slf4j;

    exports dev.tranche.runtime.local;

    provides dev.tranche.runtime.spi.BackendFactory with
            dev.tranche.runtime.local.LocalBackend;
}
