package dev.tranche.runtime.ec2.standin;

/** The little XML that answers of query services are made of. */
final class Xml {
    private Xml() {}

    static String element(String name, String... inner) {
        return "<" + name + ">" + String.join("", inner) + "</" + name + ">";
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
