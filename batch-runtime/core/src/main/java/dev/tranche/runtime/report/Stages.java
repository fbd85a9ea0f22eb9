package dev.tranche.runtime.report;

import dev.tranche.runtime.JobDetail;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All stages in the order in which their first jobs were submitted. A stage is what has one name in one workflow run;
 * beyond {@value #MAX_STAGES} of them, what is new is counted together.
 */
final class Stages {
    static final int MAX_STAGES = 100;
    static final String OTHERS = "(others)";

    private final Map<Key, Stage> stages = new HashMap<>();

    /** Takes in what is known of a job now, and says which stage it belongs to. */
    Stage update(JobDetail job) {
        Stage stage = stage(new Key(job.run().map(Object::toString).orElse(""), job.name()));
        stage.update(job);
        return stage;
    }

    List<Stage> all() {
        return stages.values().stream().sorted(Stage.SUBMITTED_FIRST).toList();
    }

    private Stage stage(Key key) {
        Stage known = stages.get(key);
        if (known != null) {
            return known;
        }
        Key room = stages.size() < MAX_STAGES ? key : new Key("", OTHERS);
        return stages.computeIfAbsent(room, added -> new Stage(added.name()));
    }

    private record Key(String run, String name) {}
}
