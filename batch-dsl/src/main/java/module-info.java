/** What to run: the model of a batch system, the words to write it in, and its AWS-shaped JSON. */
module dev.tranche.dsl {
    // a workflow can be looked at as a Guava graph
    requires transitive com.google.common;
    requires static transitive org.jspecify;
    // behind dev.tranche.json, and in no signature of it
    requires tools.jackson.core;
    requires static transitive com.google.errorprone.annotations;

    exports dev.tranche.dsl;
    exports dev.tranche.json;
    exports dev.tranche.model;
}
