package io.millwright.aws;

import software.amazon.awssdk.services.sagemaker.model.ModelApprovalStatus;
import software.amazon.awssdk.services.sagemaker.model.ModelLifeCycle;

/** How far a version has come, as SageMaker shows it to people. */
enum Stage {
    WAITING("Development", "PendingApproval"),
    REJECTED("Development", "Rejected"),
    APPROVED("Staging", "Approved"),
    CHAMPION("Production", "Champion");

    private final String stage;
    private final String status;

    Stage(String stage, String status) {
        this.stage = stage;
        this.status = status;
    }

    /** Of a version that is not the champion. */
    static Stage of(ModelApprovalStatus approval) {
        return switch (approval) {
            case APPROVED -> APPROVED;
            case REJECTED -> REJECTED;
            default -> WAITING;
        };
    }

    ModelLifeCycle lifeCycle() {
        return ModelLifeCycle.builder().stage(stage).stageStatus(status).build();
    }
}
