package dev.tranche.runtime.ec2;

import java.util.Map;

/**
 * What is there for a managed environment, as AWS has told.
 *
 * @param offers the types of instance, by name, in the order in which they are named
 * @param zones the zone of each subnet
 */
record Premises(Map<String, Offer> offers, Map<String, String> zones) {}
