// A CRM page: when a call or chat comes up, it finds the customer and shows their record.

const customers = [
  { id: "003dL000000Pun1QAC", type: "Contact", name: "Jack Rogers", phone: "3362227000" },
  { id: "003dL000000Pun3QAC", type: "Contact", name: "Andy Young", phone: "7852416200" },
  { id: "003dL000000Pun4QAC", type: "Contact", name: "Andy Young senior", phone: "7852416200" },
];

const digits = (phone) => String(phone ?? "").replace(/\D/g, "");
const find = (phone) => customers.filter((one) => digits(one.phone) === digits(phone) && digits(phone) !== "");
const recordInfo = (one) => ({ recordId: one.id, recordType: one.type, recordName: one.name });

// `eccBase` is the address of the contact centre, `origin` that of the CRM; `log` writes the activity log.
export async function start({ eccBase, origin, log }) {
  const { default: sdk } = await import(`${eccBase}/omniapp/sdk/ameyo.sdk.js`);
  const toolbar = await sdk.initialize({ context: "crm", origin, instanceId: "ameyoIframe" });

  await toolbar.interaction.register("showCrm", async (event) => {
    const found = find(event.customerDetails.phone);
    log({ screenPop: event.customerDetails.phone, records: found.map((one) => one.id) });
    try {
      if (found.length === 1) {
        const [one] = found;
        await toolbar.crm.setRecordInfoForInteraction(event.interactionId, one.id, one.type, one.name);
        log({ linked: one.id });
      } else {
        await toolbar.crm.showMultipleRecordsForInteraction(event.interactionId, found.map(recordInfo));
        log({ offered: found.length });
      }
    } catch (error) {
      log({ failed: error.code, message: error.message });
    }
  });
  await toolbar.interaction.register("onAttachButtonClick", (event) => log({ attached: event.recordId }));
  await toolbar.interaction.register("openRecord", (event) => log({ opened: event.recordId }));
  await toolbar.interaction.register("handlePreview", async ({ phone }) => {
    const found = find(phone);
    await toolbar.crm.showMultipleRecordsForPreview(phone, found.map(recordInfo));
    log({ previewed: phone, records: found.length });
  });
  await toolbar.interaction.register("getCurrentCRMRecordOpened", async () => {
    await toolbar.crm.sendCurrentCRMRecordOpened(recordInfo(customers[0]));
    log({ told: customers[0].id });
  });
  await toolbar.interaction.register("handleInteractionDisposed", (event) =>
    log({ activity: event.interactionId !== undefined, notes: event.dispositionDetails.callNotes }),
  );
  await toolbar.interaction.register("interactionEnded", () => log({ ended: true }));
  await toolbar.onLoadHandler(true);
  log({ ready: true });
  return toolbar;
}
