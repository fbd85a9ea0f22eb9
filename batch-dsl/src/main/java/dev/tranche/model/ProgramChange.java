package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

/** What becomes of a program when something of its container is said anew, or when its references get their values. */
final class ProgramChange {
    private ProgramChange() {}

    static Program applied(Program program, Settings changes, Problems problems) {
        if (changes.isEmpty()) {
            return program;
        }
        if (program instanceof ContainerProgram container) {
            return container.plus(changes);
        }
        if (program instanceof Executable && changes.has(ContainerSettings.COMMAND)) {
            refuse(changes.without(ContainerSettings.COMMAND), "the job runs an executable, not a container", problems);
            return executable(changes.get(ContainerSettings.COMMAND), program, problems);
        }
        refuse(changes, instead(program), problems);
        return program;
    }

    private static String instead(Program program) {
        if (program instanceof ContainerGroup) {
            return "the job has several containers; say it of one of them";
        }
        return "the job runs " + (program instanceof Script ? "a script" : "an executable") + ", not a container";
    }

    private static void refuse(Settings changes, String why, Problems problems) {
        changes.said().keySet().forEach(setting -> problems.add(setting.toString(), why));
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
            return group.changed(each -> each.resolved(parameters, problems.in("container " + each.name())));
        }
        return program;
    }
}
