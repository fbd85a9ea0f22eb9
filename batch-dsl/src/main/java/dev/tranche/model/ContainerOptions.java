package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The options of a container, said into the chain of the container and, where they are the job's, of the job. */
final class ContainerOptions implements Container.Options, Container.LinuxOptions {
    private final Chain container;
    private final JobWords job;

    ContainerOptions(Chain container, JobWords job) {
        this.container = container;
        this.job = job;
    }

    @Override
    public ContainerOptions command(String program, String... arguments) {
        var words = ImmutableList.<String>builder().add(program).add(arguments).build();
        container.say(ContainerSettings.COMMAND, Check.texts("command", words));
        return this;
    }

    @Override
    public ContainerOptions script(String text) {
        container.say(ContainerSettings.SCRIPT, Check.present("script", text));
        return this;
    }

    @Override
    public ContainerOptions mount(Volume volume, String containerPath) {
        return mount(volume, containerPath, Access.READ_WRITE);
    }

    @Override
    public ContainerOptions mount(Volume volume, String containerPath, Access access) {
        var mount = new Mount(volume, containerPath, access);
        container.add(ContainerSettings.MOUNTS, "mount", containerPath, mount);
        return this;
    }

    @Override
    public ContainerOptions tmpfs(String containerPath, MemorySize size) {
        Check.size("tmpfs", size, MemorySize.mib(1));
        container.add(ContainerSettings.TMPFS, "tmpfs", Check.absolutePath("container path", containerPath), size);
        return this;
    }

    @Override
    public ContainerOptions sharedMemory(MemorySize size) {
        container.say(ContainerSettings.SHARED_MEMORY, Check.size("shared memory", size, MemorySize.mib(1)));
        return this;
    }

    @Override
    public ContainerOptions ulimit(String name, long soft, long hard) {
        container.add(ContainerSettings.ULIMITS, "ulimit", name, new Ulimit(name, soft, hard));
        return this;
    }

    @Override
    public ContainerOptions user(String user) {
        container.say(ContainerSettings.USER, Check.present("user", user));
        return this;
    }

    @Override
    public ContainerOptions privileged() {
        container.say(ContainerSettings.PRIVILEGED, true);
        return this;
    }

    @Override
    public ContainerOptions readOnlyRoot() {
        container.say(ContainerSettings.READ_ONLY_ROOT, true);
        return this;
    }

    @Override
    public ContainerOptions linux(UnaryOperator<Container.LinuxOptions> linux) {
        return Chain.nested("linux", linux, this);
    }

    @Override
    public ContainerOptions logDriver(String driver, Map<String, String> options) {
        container.say(ContainerSettings.LOG, new LogConfiguration(driver, options));
        return this;
    }

    @Override
    public ContainerOptions secret(String variable, Secret secret) {
        job.secret(variable, secret);
        return this;
    }

    @Override
    public ContainerOptions raw(String backend, String path, Object json) {
        job.raw(backend, path, json);
        return this;
    }

    @Override
    public ContainerOptions device(String hostPath) {
        return device(hostPath, hostPath);
    }

    @Override
    public ContainerOptions device(String hostPath, String containerPath) {
        String device = Check.absolutePath("device", hostPath);
        container.add(ContainerSettings.DEVICES, "device", device, Check.absolutePath("container path", containerPath));
        return this;
    }

    @Override
    public ContainerOptions init() {
        container.say(ContainerSettings.INIT, true);
        return this;
    }

    @Override
    public ContainerOptions swap(MemorySize max) {
        container.say(ContainerSettings.MAX_SWAP, Check.size("swap", max, MemorySize.mib(0)));
        return this;
    }

    @Override
    public ContainerOptions swappiness(int percent) {
        container.say(ContainerSettings.SWAPPINESS, Check.range("swappiness", percent, 0, 100));
        return this;
    }
}
