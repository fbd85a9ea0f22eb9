package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Set;

/** What becomes of a program when something of it is said anew, or when its references get their values. */
final class ProgramChange {
    private ProgramChange() {}

    static Program applied(Program program, Settings layer, Problems problems) {
        Settings changes = layer.find(JobSettings.CONTAINER).orElse(Settings.NONE);
        ImmutableMap<String, Settings> members = layer.map(JobSettings.CONTAINERS);
        if (program instanceof ContainerGroup group) {
            refuse(changes.said().keySet(), "the job has several containers; say it of one of them", problems);
            return group.changed(members, problems);
        }
        refuse(members.keySet(), "the job has no containers with names", problems);
        return changes.isEmpty() ? program : single(program, changes, problems);
    }

    private static Program single(Program program, Settings changes, Problems problems) {
        if (program instanceof ContainerProgram container) {
            return container.plus(changes);
        }
        if (program instanceof Executable && changes.has(ContainerSettings.COMMAND)) {
            Settings others = changes.without(ContainerSettings.COMMAND);
            refuse(others.said().keySet(), "the job runs an executable, not a container", problems);
            return executable(changes.get(ContainerSettings.COMMAND), program, problems);
        }
        String what = program instanceof Script ? "a script" : "an executable";
        refuse(changes.said().keySet(), "the job runs " + what + ", not a container", problems);
        return program;
    }

    private static void refuse(Set<?> said, String why, Problems problems) {
        said.forEach(each -> problems.add(each.toString(), why));
    }

    private static Program executable(ImmutableList<String> words, Program program, Problems problems) {
        if (words.get(0).isBlank() || Ref.isIn(words.get(0))) {
            problems.add("command", "its first word must be the path of an executable: " + Check.quoted(words.get(0)));
            return program;
        }
        return new Executable(words.get(0), words.subList(1, words.size()));
    }

    static Program resolved(Program program, ImmutableMap<String, String> parameters, Problems problems) {
        if (program instanceof Executable it) {
            return new Executable(it.path(), Ref.resolved(it.arguments(), parameters, problems.in("arguments")));
        }
        if (program instanceof ContainerProgram container) {
            return container.resolved(parameters, problems);
        }
        if (program instanceof ContainerGroup group) {
            return group.resolved(parameters, problems);
        }
        return program;
    }
}
