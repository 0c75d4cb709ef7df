package io.millwright.lake.config;

import java.util.List;

/**
 * What the metadata leave unsaid.
 *
 * @param defaultSite site of machines whose metadata name none
 * @param defaultType equipment type of machines whose metadata name none
 * @param components of every machine, for data sets without a component file; empty otherwise
 */
public record EquipmentSpec(String defaultSite, String defaultType, List<String> components) {

    public EquipmentSpec {
        components = List.copyOf(components);
    }
}
