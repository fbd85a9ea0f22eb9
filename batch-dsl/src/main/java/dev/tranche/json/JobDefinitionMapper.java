package dev.tranche.json;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.JobSettings;

/** A definition with {@code type container}, as AWS registers it. */
final class JobDefinitionMapper {
    static final String TYPE = "container";

    private JobDefinitionMapper() {}

    static void write(JobDefinition job, ShapeWriter out) {
        out.text("jobDefinitionName", job.name());
        out.text("type", TYPE);
        ProgramMapper.write("containerProperties", job, out);
        WholeJob.of(job).write("schedulingPriority", out);
        writeSettings("consumableResourceProperties", job, out);
    }

    /** Writes what a definition and an override of it have in common and is neither of the program nor of the whole job. */
    static void writeSettings(String consumesName, JobSettings job, ShapeWriter out) {
        ConsumableResourceMapper.writeTaken(consumesName, job.consumes(), out);
        out.mib("diskInMiB", job.disk());
        out.flag("hardCpuLimit", job.hardCpuLimit());
        RawSettingMapper.write(job.raw(), out);
    }

    static JobDefinition read(ShapeReader in) {
        DefinitionType.require(TYPE, in);
        DefinitionType.refuseOtherPlatforms(in);
        JobDefinitionBuilder job = ProgramMapper.read(
                "containerProperties", in, in.make("jobDefinitionName", Node::text, JobDefinition::named));
        WholeJob.read(in, "schedulingPriority", WholeJob.Words.of(job));
        readSettings("consumableResourceProperties", in, job);
        return in.node().at(job::build);
    }

    static void readSettings(String consumesName, ShapeReader in, JobDefinitionBuilder job) {
        ConsumableResourceMapper.readTaken(consumesName, in, job::consumes);
        in.say("diskInMiB", Node::mib, job::disk);
        in.flag("hardCpuLimit", job::hardCpuLimit);
        RawSettingMapper.read(in, job::raw);
    }
}
