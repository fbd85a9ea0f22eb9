package dev.tranche.runtime.ec2;

import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GpuDeviceInfo;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;

/** The types that an environment names: names, families, and AWS Batch's words for several families. Any thread. */
final class InstanceTypes {
    private static final List<String> X86 = List.of("m6i", "c6i", "r6i", "c7i");
    private static final List<String> ARM = List.of("m6g", "c6g", "r6g", "c7g");

    /** What AWS Batch calls them, since November 2025 the first two the same. */
    private static final Map<String, List<String>> WORDS =
            Map.of("optimal", X86, "default_x86_64", X86, "default_arm64", ARM);

    private static final String METAL = ".metal";

    /** EC2 takes so many values of a filter. */
    private static final int MOST_VALUES = 200;

    private final Ec2Client ec2;
    private final Calls calls;
    private final String region;

    InstanceTypes(Ec2Client ec2, Calls calls, String region) {
        this.ec2 = ec2;
        this.calls = calls;
        this.region = region;
    }

    /**
     * All types that are meant, in the order in which they are named, those of a family from the smallest to the largest.
     *
     * @throws MisfitException if a name means none, or they do not run the same programs
     * @throws SdkException if AWS does not say
     */
    List<DescribedType> named(List<String> names, boolean spot) throws InterruptedException {
        Set<String> plain = new LinkedHashSet<>();
        names.forEach(name -> plain.addAll(WORDS.getOrDefault(name, List.of(name))));
        Map<String, DescribedType> found = new TreeMap<>();
        for (List<String> some :
                Lists.partition(plain.stream().map(InstanceTypes::pattern).toList(), MOST_VALUES)) {
            find(some, spot, found);
        }
        Map<String, DescribedType> inOrder = new LinkedHashMap<>();
        for (String name : plain) {
            List<DescribedType> meant = meant(name, found);
            if (meant.isEmpty()) {
                throw new MisfitException("instance type " + name + " is not known in " + region
                        + (spot ? ", or not to be had as a spot instance" : "")
                        + "; give a type like m7i.large or a family like m7i with instanceTypes(…)");
            }
            meant.forEach(type -> inOrder.putIfAbsent(type.name(), type));
        }
        return oneArchitecture(List.copyOf(inOrder.values()));
    }

    private static String pattern(String name) {
        return name.contains(".") ? name : name + ".*";
    }

    private static List<DescribedType> meant(String name, Map<String, DescribedType> found) {
        if (name.contains(".")) {
            return Optional.ofNullable(found.get(name)).stream().toList();
        }
        return found.values().stream()
                .filter(type ->
                        type.name().startsWith(name + ".") && !type.name().contains(METAL))
                .sorted(Comparator.comparingInt(DescribedType::vcpus).thenComparing(DescribedType::memoryMib))
                .toList();
    }

    private static List<DescribedType> oneArchitecture(List<DescribedType> types) {
        Map<String, List<String>> byArchitecture = types.stream()
                .collect(Collectors.groupingBy(
                        DescribedType::architecture,
                        TreeMap::new,
                        Collectors.mapping(DescribedType::name, Collectors.toList())));
        if (byArchitecture.size() > 1) {
            throw new MisfitException("instance types run different programs: " + byArchitecture
                    + "; name those of one architecture, and make an environment for the other");
        }
        return types;
    }

    private void find(List<String> patterns, boolean spot, Map<String, DescribedType> into)
            throws InterruptedException {
        List<Filter> filters = new ArrayList<>();
        filters.add(Filter.builder().name("instance-type").values(patterns).build());
        if (spot) {
            filters.add(Filter.builder()
                    .name("supported-usage-class")
                    .values("spot")
                    .build());
        }
        Optional<String> page = Optional.empty();
        do {
            DescribeInstanceTypesRequest request = DescribeInstanceTypesRequest.builder()
                    .filters(filters)
                    .nextToken(page.orElse(null))
                    .build();
            DescribeInstanceTypesResponse answer =
                    calls.again("DescribeInstanceTypes", () -> ec2.describeInstanceTypes(request));
            answer.instanceTypes().forEach(type -> into.put(type.instanceTypeAsString(), described(type)));
            page = Optional.ofNullable(answer.nextToken());
        } while (page.isPresent());
    }

    private static DescribedType described(InstanceTypeInfo type) {
        boolean arm = type.processorInfo().supportedArchitecturesAsStrings().contains("arm64");
        int gpus = type.gpuInfo() == null
                ? 0
                : type.gpuInfo().gpus().stream().mapToInt(GpuDeviceInfo::count).sum();
        return new DescribedType(
                type.instanceTypeAsString(),
                type.vCpuInfo().defaultVCpus(),
                Math.toIntExact(type.memoryInfo().sizeInMiB()),
                gpus,
                arm ? "arm64" : "x86_64");
    }
}
