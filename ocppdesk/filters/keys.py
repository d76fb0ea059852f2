# SPDX-License-Identifier: Apache-2.0
"""The keys that payloads have by the specifications.

They are written down because reading all schemas takes a tenth of a second; a test
compares them with the schemas.
"""

from functools import cache
from typing import Final

_KEYS: Final = """
absolutePriceSchedule acChargingParameters action activate activated actualValue
additionalIdToken additionalInfo additionalSelectedServices address1 address2 alarmEnded
allowedEnergyTransfer amount amountMultiplier apn apnAuthentication apnPassword
apnUserName appliesToEnergyFee appliesToMinimumMaximumCost appliesToOverstayFee
appliesToParkingFee attributeStatus attributeStatusInfo attributeType attributeValue
autonomousVRefEnable autonomousVRefTimeConstant availableEnergyTransfer basetime
basicAuthPassword batteryData bulkSoC cableMaxCurrent cacheExpiryDateTime
carbonDioxideEmission cause certificate certificateChain certificateHashData
certificateHashDataChain certificateStatus certificateStatusRequests certificateType
chargeBoxSerialNumber chargePointModel chargePointSerialNumber chargePointVendor
chargingLimit chargingLimitSource chargingNeeds chargingPeriods chargingPriority
chargingProfile chargingProfileCriteria chargingProfileId chargingProfileKind
chargingProfilePurpose chargingRateUnit chargingSchedule chargingSchedulePeriod
chargingState chargingStation chargingTime checksum childCertificateHashData city clear
clearMonitoringResult clearTariffsResult cleared company component componentCriteria
componentVariable conditions configurationKey configurationSlot connectionData
connectorId connectorStatus connectorType constant constantStreamData consumptionCost
content context controlId controlMode controlType cost costDetails costKind country
csChargingProfiles csr currency currentTime curve curveData curveType customData
customTrigger customerCertificate customerIdentifier data dataType dayOfWeek
dcChargingParameters delay departureTime derChargingParameters description digestValue
dimensions dischargeLimit dischargeLimit_L2 dischargeLimit_L3 displacement display
duration dynUpdateInterval dynUpdateTime ePriceLevel encodingMethod endDateTime
endTimeOfDay energy energyAmount energyFee enterService errorCode
evAbsolutePriceSchedule evAbsolutePriceScheduleEntries evDurationLevel1DCInjection
evDurationLevel2DCInjection evEnergyCapacity evEnergyOffer evInverterHwVersion
evInverterManufacturer evInverterModel evInverterSerialNumber evInverterSwVersion
evIslandingDetectionMethod evIslandingTripTime evMaxCurrent evMaxEnergyRequest
evMaxPower evMaxV2XEnergyRequest evMaxVoltage evMaximumLevel1DCInjection
evMaximumLevel2DCInjection evMinCurrent evMinEnergyRequest evMinV2XEnergyRequest
evOverExcitedMaxDischargePower evOverExcitedPowerFactor evPowerSchedule
evPowerScheduleEntries evPriceRule evReactiveSusceptance
evSessionTotalDischargeEnergyAvailable evSupportedDERControl evTargetEnergyRequest
evUnderExcitedMaxDischargePower evUnderExcitedPowerFactor eventData eventId
eventNotificationType eventType evse evseId evseIds evseKind evseSleep excitation
exclTax exiRequest exiResponse expiryDate expiryDateTime exponent extraInfo
failureReason failureToCalculate fileName filename firmware firmwareVersion fixed
fixedFee fixedPF fixedPFAbsorb fixedPFInject fixedVar format freqDroop frequency fullSoC
generatedAt getVariableData getVariableResult gradient gridEventFault group groupIdToken
hashAlgorithm hashRootCertificate highFreq highVoltage hv10MinMeanTripDelay
hv10MinMeanValue hysteresis hysteresisDelay hysteresisGradient hysteresisHigh
hysteresisLow iccid id idTag idTagInfo idToken idTokenInfo idTokens identity idleTime
imsi inclTax info installDateTime instance interval invalidAfterOfflineDuration
isDefault isGridCritical isLocalGeneration isSuperseded iso15118CertificateHashData
iso15118SchemaVersion issuerKeyHash issuerNameHash key language language1 language2
latestTimestamp limit limitAtSoC limitMaxDischarge limit_L2 limit_L3 listVersion
localAuthorizationList location log logType lowFreq lowVoltage maxApparentPower
maxChargeApparentPower maxChargeApparentPower_L2 maxChargeApparentPower_L3
maxChargeCurrent maxChargePower maxChargePower_L2 maxChargePower_L3
maxChargeReactivePower maxChargeReactivePower_L2 maxChargeReactivePower_L3
maxChargingTime maxCost maxCurrent maxDischargeApparentPower
maxDischargeApparentPower_L2 maxDischargeApparentPower_L3 maxDischargeCurrent
maxDischargePower maxDischargePower_L2 maxDischargePower_L3 maxDischargeReactivePower
maxDischargeReactivePower_L2 maxDischargeReactivePower_L3 maxElements maxEnergy
maxIdleTime maxLimit maxNominalVoltage maxOfflineDuration maxPower maxScheduleTuples
maxSoC maxTime maxVoltage maximumContractCertificateChains maximumCost measurand message
messageExtra messageId messageInfo messageTimeout messagesInQueue meterSerialNumber
meterStart meterStop meterType meterValue minChargeCurrent minChargePower
minChargePower_L2 minChargePower_L3 minChargeReactivePower minChargeReactivePower_L2
minChargeReactivePower_L3 minChargingRate minChargingTime minCost minCurrent
minDischargeCurrent minDischargePower minDischargePower_L2 minDischargePower_L3
minDischargeReactivePower minDischargeReactivePower_L2 minDischargeReactivePower_L3
minEnergy minIdleTime minLimit minNominalVoltage minPower minTime minVoltage minimumCost
mobilityNeedsMode model modem monitor monitoringBase monitoringCriteria multiplier
mutability name nextUpdate nominalVoltage nominalVoltageOffset numEPriceLevels
numberOfPhasesUsed numberOfPriceLevels numberPhases ocppCsmsUrl ocppInterface
ocppTransport ocppVersion ocspRequestData ocspResult offline oldestTimestamp
ongoingIndicator operationMode operationalStatus overDroop overFreq overstayFee
overstayFeePeriod overstayPowerThreshold overstayRule overstayRuleDescription
overstayRuleList overstayTimeThreshold params parentIdTag parkingFee parkingFeePeriod
password paymentBrand paymentRecognition pctMaxDischargePower pending
periodicEventStream persistent personalMessage phase phaseToUse postalCode power
powerDuringCessation powerMonitoringMustTrip powerRangeStart powerTolerance
powerToleranceAcceptance preconditioningRequest preconditioningStatus preferredNetwork
priceAlgorithm priceFixed priceKwh priceLevel priceLevelSchedule
priceLevelScheduleEntries priceMinute priceRule priceRuleStacks priceScheduleDescription
priceScheduleID priceScheduleId priceScheduleSignature prices prioritizedEMAIDs priority
productionDate pspRef publicKey rampRate randomDelay randomizedDelay reactivePowerParams
readonly reason reasonCode receiptId receiptUrl recurrencyKind relativeTimeInterval
remainingContracts remoteLocation remoteStartId renewableGenerationPercentage report
reportBase reportData requestId requestedEnergyTransfer requestedMessage
reservationFixed reservationId reservationTime reservationUpdateStatus responderURL
responseTime retries retrieveDate retrieveDateTime retryInterval salesTariff
salesTariffDescription salesTariffEntry sampledValue schedule scheduleStart
scheduleUpdate securityProfile selectedChargingScheduleId seqNo serialNumber server
serviceFee serviceName setMonitoringData setMonitoringResult setVariableData
setVariableResult setpoint setpointReactive setpointReactive_L2 setpointReactive_L3
setpoint_L2 setpoint_L3 settlementAmount settlementTime severity signal signature
signatureId signedMeterData signedMeterValue signingCertificate signingMethod simPin soC
soH soc softGradient source stack stackLevel start startDateTime startPeriod
startSchedule startTime startTimeOfDay startValue started state stateOfCharge status
statusInfo stopTime stoppedReason supersededIds supportsMonitoring t targetSoC tariff
tariffAssignments tariffId tariffIds tariffKind tax taxIncludedInPrice taxRate taxRates
taxRuleID taxRuleName taxRules tbc techCode techInfo timeAnchor timeBase
timeSpentCharging timeout timestamp total totalCost totalUsage transaction
transactionData transactionId transactionInfo transactionLimit trigger triggerReason
type typeOfCost underDroop underFreq unit unitOfMeasure unknownKey updateType
updatedPersonalMessage updatedPersonalMessageExtra urls useLocalTime
useOnlyPreferredNetwork user v v2xBaseline v2xChargingParameters v2xFreqWattCurve
v2xSignalWattCurve vRef validFrom validFromDate validTo validToDate value values
valuesList variable variableAttribute variableCharacteristics variableMonitoring
variableMonitoringId vatCompany vatNumber vendorErrorCode vendorId vendorInfo vendorName
versionNumber voltageParams volume vpn x y yUnit
"""

PAYLOAD_KEYS: Final = frozenset(_KEYS.split())
"""The names of all properties in the schemas of OCPP 1.6, 2.0.1 and 2.1."""

_ELEMENTS: Final = {
    "chargingSchedulePeriod": "startPeriod limit numberPhases phaseToUse",
    "eventData": (
        "eventId timestamp trigger cause actualValue techCode techInfo cleared "
        "severity eventNotificationType variableMonitoringId"
    ),
    "getVariableData": "attributeType component variable",
    "getVariableResult": (
        "attributeStatus attributeType attributeValue component variable"
    ),
    "sampledValue": (
        "value context format measurand phase location unit unitOfMeasure"
    ),
    "setVariableData": "attributeType attributeValue component variable",
    "setVariableResult": "attributeStatus attributeType component variable",
    "variableMonitoring": "id severity transaction type value eventNotificationType",
}
ELEMENT_KEYS: Final = {name: frozenset(t.split()) for name, t in _ELEMENTS.items()}
"""For arrays that are often searched: what stands together in each element."""


@cache
def _by_folded_name() -> dict[str, str]:
    # Sorted backwards: where two differ only by case, `fileName` goes before
    # `filename`.
    return {key.casefold(): key for key in sorted(PAYLOAD_KEYS, reverse=True)}


def canonical_key(key: str) -> str:
    """Return a key in the specification's spelling; as it is if OCPP has none such."""
    if key in PAYLOAD_KEYS:
        return key
    return _by_folded_name().get(key.casefold(), key)
