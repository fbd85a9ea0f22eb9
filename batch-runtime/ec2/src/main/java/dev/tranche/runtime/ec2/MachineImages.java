package dev.tranche.runtime.ec2;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * The image that an instance starts from: the one that the environment names, or the one that ECS recommends now, of Amazon Linux
 * 2023. Asked for once; the next opening asks again. One thread at a time.
 */
final class MachineImages {
    private static final String RECOMMENDED = "/aws/service/ecs/optimized-ami/amazon-linux-2023/%srecommended/image_id";

    private final Optional<String> given;
    private final AwsClients clients;
    private final Calls calls;
    private final Map<String, String> byParameter = new HashMap<>();

    /** @param given the one that the environment names */
    MachineImages(Optional<String> given, AwsClients clients, Calls calls) {
        this.given = given;
        this.clients = clients;
        this.calls = calls;
    }

    /**
     * The image for a type.
     *
     * @throws MisfitException if the one that is named is not there or is for other processors
     * @throws SdkException if AWS does not say
     */
    String of(DescribedType type) throws InterruptedException {
        String parameter = parameter(type);
        String known = byParameter.get(parameter);
        if (known == null) {
            known = given.isPresent() ? checked(given.get(), type) : recommended(parameter);
            byParameter.put(parameter, known);
        }
        return known;
    }

    private static String parameter(DescribedType type) {
        String kind = type.gpus() > 0 ? "gpu/" : type.architecture().equals("arm64") ? "arm64/" : "";
        return RECOMMENDED.formatted(kind);
    }

    private String recommended(String parameter) throws InterruptedException {
        SsmClient ssm = clients.ssm();
        return calls.again("GetParameter", () -> ssm.getParameter(request -> request.name(parameter)))
                .parameter()
                .value();
    }

    private String checked(String image, DescribedType type) throws InterruptedException {
        Ec2Client ec2 = clients.ec2();
        Image found;
        try {
            found =
                    calls
                            .again("DescribeImages", () -> ec2.describeImages(request -> request.imageIds(image)))
                            .images()
                            .stream()
                            .findFirst()
                            .orElseThrow(
                                    () -> new MisfitException("image " + image + " is not there, or not ours to use"));
        } catch (SdkException e) {
            if (Trouble.of(e) == Trouble.REFUSED) {
                throw new MisfitException("image " + image + ": " + Trouble.text(e));
            }
            throw e;
        }
        if (!type.architecture().equals(found.architectureAsString())) {
            throw new MisfitException("image " + image + " is for " + found.architectureAsString() + ", and "
                    + type.name() + " is " + type.architecture() + "; name another image or other types");
        }
        return image;
    }
}
