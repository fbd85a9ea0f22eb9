package dev.tranche.json;

import java.util.List;

/** {@code type} and {@code platformCapabilities} of a definition: which of the two kinds it is, and that it is for EC2. */
final class DefinitionType {
    private DefinitionType() {}

    static void require(String type, ShapeReader in) {
        Node node = in.get("type");
        if (!node.text().equals(type)) {
            throw node.refused("must be " + type + " here: '" + node.text() + "'");
        }
    }

    static void refuseOtherPlatforms(ShapeReader in) {
        in.find("platformCapabilities").ifPresent(platforms -> {
            List<String> all = platforms.texts();
            if (!all.isEmpty() && !all.equals(List.of("EC2"))) {
                throw platforms.refused("AWS Batch knows them, Tranche has EC2 alone: " + all);
            }
        });
    }
}
